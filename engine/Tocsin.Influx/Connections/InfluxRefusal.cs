using System.Net;
using System.Text;
using System.Text.Json;

namespace Tocsin.Influx.Connections;

/// <summary>Reads what a server says when it does not do what it is asked for.</summary>
internal static class InfluxRefusal
{
    private const int MostBytes = 16 * 1024;
    private const int MostShown = 500;

    public static async Task<InfluxException> ReadAsync(InfluxAddress address, HttpResponseMessage response, SilenceLimit silence)
    {
        var said = Said(await BodyAsync(response, silence).ConfigureAwait(false));
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            HttpStatusCode.Forbidden when IsOfRights(said) => new InfluxException(
                InfluxFailure.Forbidden, $"InfluxDB at {address.Shown} does not allow that to the user or token: {said}. Grant it the right, or name another user or token in the section influxdb"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new InfluxException(
                InfluxFailure.Denied, $"InfluxDB at {address.Shown} does not accept the user or token: {said}. Check username, password and token in the section influxdb"),
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new InfluxException(
                InfluxFailure.Unavailable, $"InfluxDB at {address.Shown} answers {status}: {said}"),
            HttpStatusCode.NotFound when said.Contains("page not found", StringComparison.OrdinalIgnoreCase) || said.Length == 0 => new InfluxException(
                InfluxFailure.Refused, $"what listens at {address.Shown} answers 404 and seems to be no InfluxDB: check urls in the section influxdb"),
            _ => new InfluxException(InfluxFailure.Refused, said.Length > 0 ? said : $"InfluxDB at {address.Shown} answers {status}"),
        };
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
