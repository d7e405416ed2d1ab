using System.Buffers;
using System.Text.Json;

namespace Tocsin.Server.Lsp.Messages;

/// <summary>Writes answers and notifications.</summary>
internal sealed class LspOutput(ILspPipe pipe)
{
    private const int Information = 3;

    public ValueTask AnswerAsync(string id, JsonElement? result, CancellationToken cancellationToken) => WriteAsync(
        writer =>
        {
            writer.WritePropertyName("id");
            writer.WriteRawValue(id);
            writer.WritePropertyName("result");
            if (result is { } value)
                value.WriteTo(writer);
            else
                writer.WriteNullValue();
        },
        cancellationToken);

    /// <param name="id">Null for what could not be read so far.</param>
    public ValueTask RefuseAsync(string? id, int code, string message, CancellationToken cancellationToken) => WriteAsync(
        writer =>
        {
            writer.WritePropertyName("id");
            writer.WriteRawValue(id ?? "null");
            writer.WriteStartObject("error");
            writer.WriteNumber("code", code);
            writer.WriteString("message", message);
            writer.WriteEndObject();
        },
        cancellationToken);

    public ValueTask NotifyAsync(string method, JsonElement parameters, CancellationToken cancellationToken) => WriteAsync(
        writer =>
        {
            writer.WriteString("method", method);
            writer.WritePropertyName("params");
            parameters.WriteTo(writer);
        },
        cancellationToken);

    public ValueTask LogAsync(string message, CancellationToken cancellationToken) =>
        NotifyAsync("window/logMessage", JsonSerializer.SerializeToElement(new LspAnswers.LogMessage(Information, message), LspJson.Default.LogMessage), cancellationToken);

    private ValueTask WriteAsync(Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            write(writer);
            writer.WriteEndObject();
        }

        return pipe.WriteAsync(buffer.WrittenMemory, cancellationToken);
    }
}
