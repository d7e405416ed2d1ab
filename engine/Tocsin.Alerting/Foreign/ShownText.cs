using Tocsin.Sdk;

namespace Tocsin.Alerting.Foreign;

/// <summary>Texts that code of others gives, as logs, answers and storage take them: none without a bound.</summary>
public static class ShownText
{
    /// <summary>The longest reason of a delivery that is shown and kept, in characters.</summary>
    public const int LongestReason = 8192;

    /// <summary>Secrets are looked for in so much of a text: what is longer is cut first.</summary>
    private const int LongestLookedAt = 64 * 1024;

    /// <summary>The reason of a delivery that failed.</summary>
    public static string ReasonOf(Delivery result, string otherwise = "") => LimitedText.Cut(result.Reason ?? otherwise, LongestReason);

    /// <summary>A text without secrets, cut to a length.</summary>
    public static string Of(string? text, SecretTexts secrets, int longest = LongestReason) =>
        LimitedText.Cut(secrets.Hide(LimitedText.Cut(text ?? "", LongestLookedAt)), longest);
}
