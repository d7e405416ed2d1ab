using System.Net;
using System.Text;
using System.Text.Json;

namespace Tocsin.Influx.Connections;

/// <summary>Reads what a server says when it does not do what it is asked for.</summary>
internal static class InfluxRefusal
{
    private const int MostBytes = 16 * 1024;
    private const int MostShown = 500;
    private const string VersionHeader = "X-Influxdb-Version";

    private const int MostOfAddress = 300;
    private const string FluxNeeds = "queryFlux needs InfluxDB 1.8 with flux-enabled = true in its section [http], or 2.x; query asks in InfluxQL";

    private const string WritePath = "/write";

    // What InfluxDB says of points is said in these; of other things too, which pass.
    private static readonly string[] Passing = ["timeout", "timed out", "not found", "closed"];

    public static async Task<InfluxException> ReadAsync(InfluxAddress address, HttpRequestMessage request, HttpResponseMessage response, SilenceLimit silence)
    {
        var problem = await RefusalAsync(address, request, response, silence).ConfigureAwait(false);
        var isWrite = request.RequestUri?.AbsolutePath.EndsWith(WritePath, StringComparison.Ordinal) == true;
        return isWrite && problem.Failure == InfluxFailure.Refused && !IsOfPoints(response.StatusCode, problem.Message) ? new InfluxException(InfluxFailure.Unavailable, problem.Message) : problem;
    }

    // Points that are refused are not sent again. A proxy, an address that was moved, a database that is being restored refuse nothing for good.
    private static bool IsOfPoints(HttpStatusCode status, string said) =>
        status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity && !Passing.Any(word => said.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static async Task<InfluxException> RefusalAsync(InfluxAddress address, HttpRequestMessage request, HttpResponseMessage response, SilenceLimit silence)
    {
        if (RedirectOf(address, request, response) is { } target)
            return new InfluxException(InfluxFailure.Refused, $"InfluxDB at {address.Shown} redirects to {target}, and redirects are not followed: set the new address as urls in the section influxdb");
        var said = Said(await BodyAsync(response, silence).ConfigureAwait(false));
        var status = (int)response.StatusCode;
        var isFlux = request.RequestUri?.AbsolutePath.EndsWith(InfluxAddress.FluxPath, StringComparison.Ordinal) == true;
        return response.StatusCode switch
        {
            HttpStatusCode.Forbidden when isFlux && said.Contains("flux-enabled", StringComparison.Ordinal) => new InfluxException(
                InfluxFailure.Refused, $"InfluxDB at {address.Shown} has Flux switched off: set flux-enabled = true in its section [http], or ask in InfluxQL with query"),
            HttpStatusCode.NotFound when isFlux && IsNoPath(said) && response.Headers.Contains(VersionHeader) => new InfluxException(
                InfluxFailure.Refused, $"InfluxDB {response.Headers.GetValues(VersionHeader).First()} at {address.Shown} has no Flux: {FluxNeeds}"),
            HttpStatusCode.NotFound when isFlux && IsNoPath(said) => new InfluxException(
                InfluxFailure.Refused, $"what listens at {address.Shown} answers 404 to a question in Flux: it is an InfluxDB without Flux, or none. {FluxNeeds}"),
            HttpStatusCode.Forbidden when IsOfRights(said) => new InfluxException(
                InfluxFailure.Forbidden, $"InfluxDB at {address.Shown} does not allow that to the user or token: {said}. Grant it the right, or name another user or token in the section influxdb"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new InfluxException(
                InfluxFailure.Denied, $"InfluxDB at {address.Shown} does not accept the user or token: {said}. Check username, password and token in the section influxdb"),
            HttpStatusCode.RequestEntityTooLarge => new InfluxException(
                InfluxFailure.Refused, $"InfluxDB at {address.Shown}, or a proxy before it, answers 413 and takes no request of that size: raise its limit (max-body-size in the section [http], client_max_body_size), or send less at once with buffer"),
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new InfluxException(
                InfluxFailure.Unavailable, $"InfluxDB at {address.Shown} answers {status}: {said}"),
            HttpStatusCode.NotFound when IsNoPath(said) => new InfluxException(
                InfluxFailure.Refused, $"what listens at {address.Shown} answers 404 and seems to be no InfluxDB: check urls in the section influxdb"),
            _ => new InfluxException(InfluxFailure.Refused, said.Length > 0 ? said : $"InfluxDB at {address.Shown} answers {status}"),
        };
    }

    private static bool IsNoPath(string said) => said.Contains("page not found", StringComparison.OrdinalIgnoreCase) || said.Length == 0;

    /// <summary>Where an answer sends the request, as it would stand in urls: without what was asked for, user and query. Null when it sends it nowhere.</summary>
    private static string? RedirectOf(InfluxAddress address, HttpRequestMessage request, HttpResponseMessage response)
    {
        if ((int)response.StatusCode is < 300 or >= 400 || response.Headers.Location is not { } location || request.RequestUri is not { } from)
            return null;
        var target = new Uri(from, location).GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        var asked = from.GetLeftPart(UriPartial.Path)[address.Shown.Length..];
        var shown = target.EndsWith(asked, StringComparison.Ordinal) ? target[..^asked.Length] : target;
        return shown.Length > MostOfAddress ? shown[..MostOfAddress] + "..." : shown;
    }

    // InfluxDB 1 says the first, naming the database or the statement, InfluxDB 2 the second; a proxy that lets nobody in says neither.
    private static bool IsOfRights(string said) =>
        said.Contains("not authorized to", StringComparison.OrdinalIgnoreCase) || said.Contains("insufficient permissions", StringComparison.OrdinalIgnoreCase);

    private static async Task<byte[]> BodyAsync(HttpResponseMessage response, SilenceLimit silence)
    {
        var buffer = new byte[MostBytes];
        var filled = 0;
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            while (filled < buffer.Length && await stream.ReadAsync(buffer.AsMemory(filled), silence.Token).ConfigureAwait(false) is > 0 and var count)
                filled += count;
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or OperationCanceledException)
        {
            // The status says enough.
        }

        return buffer[..filled];
    }

    // InfluxDB 1 writes {"error": ...}, InfluxDB 2 {"code": ..., "message": ...}.
    private static string Said(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            foreach (var name in (ReadOnlySpan<string>)["error", "message"])
            {
                if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String)
                    return Short(text.GetString() ?? "");
            }
        }
        catch (JsonException)
        {
            // A proxy's page perhaps.
        }

        return Short(Encoding.UTF8.GetString(body));
    }

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length > MostShown ? line[..MostShown] + "..." : line;
    }
}
