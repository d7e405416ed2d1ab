using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tocsin.Alerting.Isolation;

/// <summary>Messages between a server and the process of a handler: the length in four bytes, then JSON. What is neither is told as such.</summary>
internal static class Wire
{
    private const int LongestMessage = 64 * 1024 * 1024;

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>A message ready to be written.</summary>
    /// <exception cref="InvalidDataException">It is too long.</exception>
    public static byte[] Pack<T>(T message)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, Options);
        if (json.Length > LongestMessage)
            throw new InvalidDataException($"a message of {json.Length} bytes is longer than {LongestMessage}");
        var packed = new byte[sizeof(int) + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(packed, json.Length);
        json.CopyTo(packed, sizeof(int));
        return packed;
    }

    /// <summary>The next message; null at the end.</summary>
    /// <exception cref="InvalidDataException">What comes is not a message.</exception>
    public static async Task<T?> ReadAsync<T>(Stream stream, CancellationToken cancellationToken = default)
        where T : class
    {
        var head = new byte[sizeof(int)];
        var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read == 0)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (read < head.Length || length is < 0 or > LongestMessage)
            throw new InvalidDataException("what comes over the pipe isn't a message");

        var json = new byte[length];
        try
        {
            await stream.ReadExactlyAsync(json, cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new InvalidDataException("a message is empty");
        }
        catch (Exception e) when (e is JsonException or EndOfStreamException)
        {
            throw new InvalidDataException("what comes over the pipe isn't a message", e);
        }
    }
}
