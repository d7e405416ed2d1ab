namespace Tocsin.Alerting.Configuration.Secrets;

/// <summary>Finds what is certainly a secret among options that may hold some: a header may carry a token as well as the name of a team.</summary>
public static class PlainSecret
{
    private static readonly string[] WordsOfSecrets = ["auth", "token", "key", "secret", "password", "cookie", "signature"];

    /// <summary>True when one of a secret option's texts is one.</summary>
    public static bool IsIn(ConfigValue value) => value switch
    {
        ConfigText text => IsSecret(text.Value),
        ConfigMap map => map.Entries.Any(entry => IsNamedSo(entry.Key) && IsIn(entry.Value)),
        ConfigList list => list.Items.Any(IsIn),
        _ => false,
    };

    /// <summary>True for the name of a header or the like that carries one.</summary>
    public static bool IsNamedSo(string name) => WordsOfSecrets.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    // An address is secret for what it may hold; most hold nothing.
    private static bool IsSecret(string text) => text.Length > 0 && (!text.Contains("://", StringComparison.Ordinal) || AddressSecrets.Of(text).Any());
}
