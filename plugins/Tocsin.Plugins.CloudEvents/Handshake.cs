using System.Globalization;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.CloudEvents;

/// <summary>Answers a sender that asks with OPTIONS whether it may send, as the webhook specification of CloudEvents has it.</summary>
internal static class Handshake
{
    public static SourceReading Answer(SourceRequest request, CloudEventsOptions options)
    {
        var headers = new Dictionary<string, string> { ["Allow"] = "POST, OPTIONS" };
        var origin = request.Header("WebHook-Request-Origin").Trim();

        // It comes back as a header: nothing but what a host's name is made of.
        var isName = origin.Length is > 0 and < 256 && origin.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '*' or '_');
        if (isName && (options.AllowedOrigins.Contains("*") || options.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)))
        {
            headers["WebHook-Allowed-Origin"] = origin;
            if (options.AllowedRate > 0)
                headers["WebHook-Allowed-Rate"] = options.AllowedRate.ToString(CultureInfo.InvariantCulture);
            else if (int.TryParse(request.Header("WebHook-Request-Rate"), NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate > 0)
                headers["WebHook-Allowed-Rate"] = rate.ToString(CultureInfo.InvariantCulture);
        }

        return SourceReading.Of() with { Reply = new SourceReply(200) { Headers = headers } };
    }
}
