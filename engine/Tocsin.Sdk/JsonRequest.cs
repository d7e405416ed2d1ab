using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tocsin.Sdk;

/// <summary>The bodies of requests in JSON.</summary>
public static class JsonRequest
{
    private const int UsualSize = 1024;

    // A body is not HTML: text stays readable in logs and half as long for most of the world.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a body that is one object; see <see cref="Write"/>.</summary>
    /// <param name="members">Writes what is in the object.</param>
    public static ReadOnlyMemory<byte> WriteObject(Action<Utf8JsonWriter> members) => Write(json =>
    {
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    });

    /// <summary>Writes a body: JSON without blanks, with a line feed at the end.</summary>
    /// <param name="write">Writes the one value there is.</param>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(UsualSize);
        using (var json = new Utf8JsonWriter(buffer, Options))
            write(json);
        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }
}
