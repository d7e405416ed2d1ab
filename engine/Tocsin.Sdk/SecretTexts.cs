namespace Tocsin.Sdk;

/// <summary>
/// Keeps secrets out of texts that people see. A secret is found as it stands and as addresses write it. One of fewer than four characters
/// is hidden only where it stands alone, with no letter or digit beside it: elsewhere it would take half of every sentence away and, by
/// what is missing, be told all the same. Never changes; safe for any thread.
/// </summary>
/// <param name="secrets">The texts nobody may see. Empty ones are left out.</param>
public sealed class SecretTexts(params IEnumerable<string> secrets)
{
    private const string Hidden = "***";
    private const int ShortestFoundAnywhere = 4;

    // Longest first: a secret that is a part of another must not keep the longer one from being found.
    private readonly string[] _secrets =
    [
        .. secrets.Where(s => s.Length > 0).SelectMany(s => new[] { s, Uri.EscapeDataString(s) }).Distinct().OrderByDescending(s => s.Length),
    ];

    /// <summary>The text with <c>***</c> in the place of each secret.</summary>
    public string Hide(string text)
    {
        foreach (var secret in _secrets)
        {
            text = secret.Length >= ShortestFoundAnywhere
                ? text.Replace(secret, Hidden, StringComparison.Ordinal)
                : HideAlone(text, secret);
        }

        return text;
    }

    /// <summary>A delivery with <c>***</c> in the place of each secret; all else that it says stays.</summary>
    public Delivery Hide(Delivery delivery) => delivery with
    {
        Reason = delivery.Reason is { } reason ? Hide(reason) : null,
        Reply = delivery.Reply is { } reply ? Hide(reply) : null,
    };

    private static string HideAlone(string text, string secret)
    {
        for (var at = text.IndexOf(secret, StringComparison.Ordinal); at >= 0;)
        {
            var end = at + secret.Length;
            var isAlone = (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
            if (isAlone)
                text = string.Concat(text.AsSpan(0, at), Hidden, text.AsSpan(end));

            var next = isAlone ? at + Hidden.Length : at + 1;
            at = next < text.Length ? text.IndexOf(secret, next, StringComparison.Ordinal) : -1;
        }

        return text;
    }
}
