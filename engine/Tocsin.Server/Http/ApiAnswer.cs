using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tocsin.Server.Http;

/// <summary>Answers in the form that clients of the API know: JSON with four spaces, errors as <c>{"error": "…"}</c>.</summary>
internal static class ApiAnswer
{
    private const int Piece = 64 * 1024;

    private const string JsonType = "application/json; charset=utf-8";

    private static readonly JsonWriterOptions Pretty = new() { Indented = true, IndentSize = 4, Encoder = JavaScriptEncoder.Default };

    /// <summary>204 without a body.</summary>
    public static void Empty(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.ContentType = JsonType;
    }

    /// <summary>A document with a status, 200 unless said otherwise.</summary>
    public static async Task JsonAsync(HttpContext context, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        // Written to memory first: an answer that fails half-way is an error, not half an answer.
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Pretty))
            write(writer);
        await SendAsync(context, buffer, status).ConfigureAwait(false);
    }

    /// <summary>JSON that is written already.</summary>
    /// <exception cref="ApiException">Answers under way hold all the memory they may.</exception>
    public static async Task SendAsync(HttpContext context, ArrayBufferWriter<byte> json, int status = StatusCodes.Status200OK)
    {
        var memory = RequestMemory.Of(context);
        var held = json.Capacity > Piece ? json.Capacity : 0; // What is small is written at once and must not fail: most of it tells of failures.
        memory.Take(context, held);
        try
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = JsonType;
            context.Response.ContentLength = json.WrittenCount;

            // In pieces: how long a connection may take is counted for each write, by its length.
            for (var rest = json.WrittenMemory; !rest.IsEmpty; rest = rest[Math.Min(Piece, rest.Length)..])
                await context.Response.Body.WriteAsync(rest[..Math.Min(Piece, rest.Length)], context.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            memory.GiveBack(held);
        }
    }

    /// <summary>An error in the API's form.</summary>
    public static Task ErrorAsync(HttpContext context, int status, string message) => JsonAsync(
        context,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("error", message);
            writer.WriteEndObject();
        },
        status);
}
