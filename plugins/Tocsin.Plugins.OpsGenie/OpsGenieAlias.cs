using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tocsin.Plugins.OpsGenie;

/// <summary>The name under which Opsgenie knows an alert.</summary>
internal static class OpsGenieAlias
{
    /// <summary>The longest alias Opsgenie takes.</summary>
    public const int Longest = 512;

    private const int LongestIdBytes = Longest / 4 * 3;

    /// <summary>The id in the URL form of base 64, since ids have slashes; of an id that is too long, its hash.</summary>
    public static string Of(string id)
    {
        var bytes = Encoding.UTF8.GetBytes(id);
        if (bytes.Length > LongestIdBytes)
            bytes = SHA256.HashData(bytes);

        // Opsgenie's own clients and the peer fill up the last group; the alias must be theirs for alerts that are open already.
        var text = Base64Url.EncodeToString(bytes);
        return text.PadRight((text.Length + 3) / 4 * 4, '=');
    }
}
