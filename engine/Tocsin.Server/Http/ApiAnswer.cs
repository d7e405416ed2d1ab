using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tocsin.Dsl.Text;

namespace Tocsin.Server.Http;

/// <summary>Answers in the form that clients of the API know: JSON with four spaces, errors as <c>{"error": "…"}</c>.</summary>
internal static class ApiAnswer
{
    private const string JsonType = "application/json; charset=utf-8";

    private static readonly JsonWriterOptions Pretty = new() { Indented = true, IndentSize = 4, Encoder = JavaScriptEncoder.Default };

    // Errors are read by people, in the terminal of curl: quotes and letters stay as they are.
    private static readonly JsonWriterOptions Readable = Pretty with { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
        using var buffer = new AnswerBuffer(context);
        using (var writer = new Utf8JsonWriter(buffer, status >= StatusCodes.Status400BadRequest ? Readable : Pretty))
            write(writer);
        await SendAsync(context, buffer, status).ConfigureAwait(false);
    }

    /// <summary>A document on one line, as the parts of the API answer that were added last, and those that keep somebody out.</summary>
    public static Task LineAsync(HttpContext context, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK) => WrittenAsync(
        context,
        buffer =>
        {
            using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = status >= StatusCodes.Status400BadRequest ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : JavaScriptEncoder.Default }))
                write(writer);
            buffer.Write("\n"u8);
        },
        status);

    /// <summary>A text that something else writes, JSON unless said otherwise.</summary>
    public static async Task WrittenAsync(HttpContext context, Action<IBufferWriter<byte>> write, int status = StatusCodes.Status200OK, string contentType = JsonType)
    {
        using var buffer = new AnswerBuffer(context);
        write(buffer);
        await SendAsync(context, buffer, status, contentType).ConfigureAwait(false);
    }

    private static Task SendAsync(HttpContext context, AnswerBuffer text, int status, string contentType = JsonType)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = text.Length;
        return text.SendAsync();
    }

    /// <summary>An error in the API's form.</summary>
    public static Task ErrorAsync(HttpContext context, int status, string message) => JsonAsync(
        context,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteLongString("error", message);
            writer.WriteEndObject();
        },
        status);
}
