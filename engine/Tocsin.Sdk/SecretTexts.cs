namespace Tocsin.Sdk;

/// <summary>
/// Keeps secrets out of texts that people see. A secret is found as it stands and as addresses write it. One of fewer than four characters
/// is hidden only where it stands alone, with no letter or digit beside it: elsewhere it would take half of every sentence away and, by
/// what is missing, be reported all the same. So is a path of plain words, such as <c>/page</c>, unless it stands in an address: it is a part of
/// many other paths. Never changes; safe for any thread.
/// </summary>
/// <param name="secrets">The texts nobody may see. Empty ones are left out.</param>
public sealed class SecretTexts(params IEnumerable<string> secrets)
{
    private const string Hidden = "***";
    private const int ShortestFoundAnywhere = 4;
    private const int LongestWord = 20;

    // Longest first: a secret that is a part of another must not keep the longer one from being found.
    private readonly string[] _secrets =
    [
        .. secrets.Where(s => s.Length > 0).SelectMany(s => new[] { s, Uri.EscapeDataString(s) }).Distinct().OrderByDescending(s => s.Length),
    ];

    /// <summary>Whether there are any.</summary>
    public bool Any => _secrets.Length > 0;

    /// <summary>The text with <c>***</c> in the place of each secret.</summary>
    public string Hide(string text)
    {
        foreach (var secret in _secrets)
        {
            text = secret.Length >= ShortestFoundAnywhere && !IsPlainPath(secret)
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

    // Keys have digits or capitals in them, or are longer than words.
    private static bool IsPlainPath(string secret) =>
        secret[0] == '/' && secret.All(c => char.IsAsciiLetterLower(c) || c is '/' or '-' or '_' or '.') && secret.Split('/').All(part => part.Length <= LongestWord);

    private static bool IsInAddress(string text, int at)
    {
        var begin = text.AsSpan(0, at).LastIndexOfAny(" \t\r\n\"'(,");
        return text.AsSpan(begin + 1, at - begin - 1).Contains("://", StringComparison.Ordinal);
    }

    // A dot may end the sentence, or be a part of a name.
    private static bool IsEnd(string text, int end, bool isPath) =>
        end == text.Length || !(char.IsLetterOrDigit(text[end]) || (isPath && text[end] == '.' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1])));

    private static string HideAlone(string text, string secret)
    {
        for (var at = text.IndexOf(secret, StringComparison.Ordinal); at >= 0;)
        {
            var end = at + secret.Length;
            var isAlone = (at == 0 || !char.IsLetterOrDigit(text[at - 1]) || (secret[0] == '/' && IsInAddress(text, at))) && IsEnd(text, end, secret[0] == '/');
            if (isAlone)
                text = string.Concat(text.AsSpan(0, at), Hidden, text.AsSpan(end));

            var next = isAlone ? at + Hidden.Length : at + 1;
            at = next < text.Length ? text.IndexOf(secret, next, StringComparison.Ordinal) : -1;
        }

        return text;
    }
}
