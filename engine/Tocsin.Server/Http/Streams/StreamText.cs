using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Tocsin.Server.Http.Streams;

/// <summary>What is sent to those who follow the server, as server-sent events.</summary>
internal static class StreamText
{
    /// <param name="id">What the client says to go on from here; it has no line breaks.</param>
    /// <param name="write">Writes one object.</param>
    public static byte[] Of(string id, string name, Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>();
        text.Write(Encoding.UTF8.GetBytes($"id: {id}\nevent: {name}\ndata: "));
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        text.Write("\n\n"u8);
        return text.WrittenSpan.ToArray();
    }
}
