using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tocsin.Inputs.Intake;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Inputs.Opentsdb;

/// <summary>OpenTSDB's HTTP API, as far as senders need it: <c>POST /api/put</c> with one point or a list.</summary>
internal sealed class OpentsdbHttp(InputServices services, InputCounts counts, PointBuffer buffer)
{
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 8 };

    public async Task HandleAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/api/put" when HttpMethods.IsPost(context.Request.Method):
                await PutAsync(context).ConfigureAwait(false);
                break;
            case "/api/put":
                await ErrorAsync(context, StatusCodes.Status405MethodNotAllowed, "points are sent with POST").ConfigureAwait(false);
                break;
            case "/api/metadata/put":
                // Senders announce their metrics there; nothing is kept of that.
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            default:
                await ErrorAsync(context, StatusCodes.Status404NotFound, "there is /api/put only").ConfigureAwait(false);
                break;
        }
    }

    private async Task PutAsync(HttpContext context)
    {
        counts.Received();
        try
        {
            var body = await ReadAsync(context).ConfigureAwait(false);
            using var json = JsonDocument.Parse(body, Shallow);
            var lines = new LineProtocolWriter();
            var problem = json.RootElement.ValueKind == JsonValueKind.Array ? WriteAll(json.RootElement, lines) : OpentsdbPoint.Write(json.RootElement, lines);
            if (lines.Lines > 0)
                await buffer.AddAsync(lines.Written, lines.Lines, context.RequestAborted).ConfigureAwait(false);
            if (problem is null)
            {
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }

            await RefuseAsync(context, StatusCodes.Status400BadRequest, problem).ConfigureAwait(false);
        }
        catch (JsonException problem)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"the body is not JSON: {problem.Message}").ConfigureAwait(false);
        }
        catch (InvalidDataException problem)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"the body is not gzip: {problem.Message}").ConfigureAwait(false);
        }
        catch (BadHttpRequestException problem)
        {
            await RefuseAsync(context, problem.StatusCode, $"{problem.Message} limits.body-bytes is {services.MostBodyBytes}").ConfigureAwait(false);
        }
    }

    // Good points are kept; the first bad one is named.
    private static string? WriteAll(JsonElement points, LineProtocolWriter lines)
    {
        string? first = null;
        foreach (var point in points.EnumerateArray())
        {
            var problem = OpentsdbPoint.Write(point, lines);
            first ??= problem;
        }

        return first;
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        var source = context.Request.Body;
        var unpacked = context.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(source, CompressionMode.Decompress) : source;
        var body = new MemoryStream();
        var part = new byte[16 * 1024];
        while (await unpacked.ReadAsync(part, context.RequestAborted).ConfigureAwait(false) is > 0 and var count)
        {
            if (body.Length + count > services.MostBodyBytes)
                throw new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge);
            body.Write(part, 0, count);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private Task RefuseAsync(HttpContext context, int status, string why)
    {
        counts.Refuse(why);
        return ErrorAsync(context, status, why);
    }

    private static Task ErrorAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error = new { code = status, message = why } }, context.RequestAborted);
    }
}
