using System.Security.Cryptography;
using System.Text;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.VictorOps.Sources;

/// <summary>
/// The signature of escalation webhooks, <c>X-VictorOps-Signature</c>: Base64 of an HMAC-SHA1 over the configured address and all fields,
/// name and value, sorted by name.
/// </summary>
internal static class EscalationSignature
{
    public const string Header = "X-VictorOps-Signature";

    /// <summary>True when any of the keys has signed the form.</summary>
    public static bool IsRight(IReadOnlyList<string> keys, string url, IReadOnlyList<KeyValuePair<string, string>> fields, string given)
    {
        var signed = new StringBuilder(url);
        foreach (var (name, value) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
            signed.Append(name).Append(value);
        var bytes = Encoding.UTF8.GetBytes(signed.ToString());

        var isRight = false;
        foreach (var key in keys)
            isRight |= SourceSignature.IsSecret(Sign(key, bytes), given.Trim());
        return isRight;
    }

#pragma warning disable CA5350 // The algorithm is the vendor's choice; SHA-1 is not a weakness in an HMAC.
    private static string Sign(string key, byte[] bytes) => Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(key), bytes));
#pragma warning restore CA5350
}
