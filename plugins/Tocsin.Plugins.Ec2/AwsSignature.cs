using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tocsin.Plugins.Ec2;

/// <summary>The signature of a request by which Amazon knows who sent it: version 4, HMAC with SHA-256.</summary>
internal static class AwsSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The header <c>Authorization</c> of a request.</summary>
    /// <param name="query">As it stands in the address, its keys in order; empty for none.</param>
    /// <param name="headers">Those that are signed, by their names in lower case.</param>
    public static string Of(
        AwsKeys keys, string region, string service, DateTimeOffset time, string method, string path, string query, SortedDictionary<string, string> headers, byte[] body)
    {
        var signed = string.Join(';', headers.Keys);
        var request = string.Join(
            '\n',
            [method, path, query, .. headers.Select(header => $"{header.Key}:{header.Value.Trim()}"), "", signed, Hex(SHA256.HashData(body))]);
        var scope = $"{time.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}/{region}/{service}/aws4_request";
        var text = $"{Algorithm}\n{TimeOf(time)}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(request)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + keys.Secret), (known, part) => HMACSHA256.HashData(known, Encoding.UTF8.GetBytes(part)));
        return $"{Algorithm} Credential={keys.Access}/{scope}, SignedHeaders={signed}, Signature={Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)))}";
    }

    /// <summary>The header <c>X-Amz-Date</c>.</summary>
    public static string TimeOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
