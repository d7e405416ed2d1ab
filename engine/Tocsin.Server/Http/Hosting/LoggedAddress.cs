using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;

namespace Tocsin.Server.Http.Hosting;

/// <summary>
/// The address of a request as the log may show it. Senders of alerts carry their credentials in parameters and even in paths: of what is not
/// the server's own API, only the beginning is shown.
/// </summary>
internal static partial class LoggedAddress
{
    private const int PartsOfIngest = 2;

    public static string Of(HttpContext context) => Of(context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "");

    /// <param name="target">Path and parameters as they came.</param>
    public static string Of(string target)
    {
        if (IsUnder(target, RouteTable.Base) || IsUnder(target, RouteTable.PreviewBase) || IsUnder(target, RouteTable.OwnBase) || IsUnder(target, RouteTable.Write))
            return Password().Replace(target, "$1[REDACTED]");

        var path = target.Split('?')[0];
        var parts = path.Split('/');
        var shown = IsUnder(target, RouteTable.IngestBase) ? PartsOfIngest : 1;
        return parts.Length <= shown + 1 ? path : string.Join('/', parts[..(shown + 1)]) + "/…";
    }

    private static bool IsUnder(string target, string prefix) =>
        target.StartsWith(prefix, StringComparison.Ordinal) && (target.Length == prefix.Length || target[prefix.Length] is '/' or '?');

    [GeneratedRegex("([?&](?:p|token|access_token|password)=)[^&]*")]
    private static partial Regex Password();
}
