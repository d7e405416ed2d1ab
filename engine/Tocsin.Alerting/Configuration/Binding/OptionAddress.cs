namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>Judges texts of options that are addresses: without a right scheme nobody could ever be reached there.</summary>
internal static class OptionAddress
{
    /// <summary>Schemes of addresses that requests of HTTP go to.</summary>
    public static readonly IReadOnlyList<string> Http = [Uri.UriSchemeHttp, Uri.UriSchemeHttps];

    /// <summary>The address that a text is; null when it is not one, or begins in another way than the option takes.</summary>
    /// <param name="schemes">How it may begin.</param>
    public static Uri? Of(string text, IReadOnlyList<string> schemes) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme) ? address : null;

    /// <summary>What the option wants, in words.</summary>
    /// <param name="schemes">How it may begin.</param>
    public static string Expected(IReadOnlyList<string> schemes)
    {
        var ways = schemes.Select(scheme => scheme + "://").ToList();
        var begin = ways.Count == 1 ? ways[0] : $"{string.Join(", ", ways.SkipLast(1))} or {ways[^1]}";
        return $"an address that begins with {begin}, such as {(schemes.Contains(Uri.UriSchemeHttps) ? "https" : schemes[0])}://host/path";
    }
}
