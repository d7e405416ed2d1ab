using System.Buffers;
using System.Text;
using Tocsin.Dsl.Text;

namespace Tocsin.Dsl.Tests.Text;

public class GoJsonTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("plain é 🎉", "\"plain é 🎉\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("<a>&", "\"\\u003ca\\u003e\\u0026\"")]
    [InlineData("\n\r\t\u0001\u007f", "\"\\n\\r\\t\\u0001\u007f\"")]
    [InlineData("\u2028\u2029", "\"\\u2028\\u2029\"")]
    public void Strings_are_escaped_alike_in_text_and_in_bytes(string text, string expected)
    {
        var builder = new StringBuilder();
        GoJson.AppendString(builder, text);
        builder.ToString().Should().Be(expected);

        var writer = new ArrayBufferWriter<byte>();
        GoJson.WriteString(writer, text);
        Encoding.UTF8.GetString(writer.WrittenSpan).Should().Be(expected);
    }

    [Fact]
    public void Lone_surrogates_become_replacement_characters() =>
        Strings_are_escaped_alike_in_text_and_in_bytes("x\ud800y", "\"x\\ufffdy\"");

    [Fact]
    public void Broken_bytes_become_replacement_characters()
    {
        var writer = new ArrayBufferWriter<byte>();
        GoJson.WriteString(writer, [(byte)'a', 0xff, 0xe6, 0x97, (byte)'<']);

        Encoding.UTF8.GetString(writer.WrittenSpan).Should().Be("\"a\\ufffd\\ufffd\\ufffd\\u003c\"");
    }
}
