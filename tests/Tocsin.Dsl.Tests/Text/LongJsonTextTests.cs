using System.Buffers;
using System.Text.Json;
using Tocsin.Dsl.Text;

namespace Tocsin.Dsl.Tests.Text;

public sealed class LongJsonTextTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(100_000)]
    public void A_text_of_any_length_is_written_as_if_at_once(int length)
    {
        // Pairs that begin at each place of a segment's end, and what is escaped.
        var text = string.Concat(Enumerable.Repeat("a😀\n\"ä", length / 6 + 1))[..length].TrimEnd('\ud83d');

        Written(writer => writer.WriteLongString("text", text)).Should().Be(Written(writer => writer.WriteString("text", text)));
    }

    [Fact]
    public void No_text_is_null() => Written(writer => writer.WriteLongString("text", null)).Should().Be("""{"text":null}""");

    [Fact]
    public void A_long_text_asks_for_little_room_at_once()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var room = new AskedRoom(buffer);
        using (var writer = new Utf8JsonWriter(room))
            writer.WriteLongString(new string('\n', 1_000_000));

        room.Most.Should().BeLessThan(64 * 1024);
        buffer.WrittenCount.Should().Be(2_000_002);
    }

    private static string Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private sealed class AskedRoom(ArrayBufferWriter<byte> buffer) : IBufferWriter<byte>
    {
        public int Most { get; private set; }

        public void Advance(int count) => buffer.Advance(count);

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            Most = Math.Max(Most, sizeHint);
            return buffer.GetMemory(sizeHint);
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
