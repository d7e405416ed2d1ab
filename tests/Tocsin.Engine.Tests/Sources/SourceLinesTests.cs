using System.Text;
using Tocsin.Engine.Sources;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Tests.Sources;

public sealed class SourceLinesTests
{
    [Theory]
    [InlineData("2026-01-01T00:00:00Z", "m,t=v n=1i 1767225600000000000\n")]
    [InlineData("1678-01-01T00:00:00Z", "m,t=v n=1i -9214560000000000000\n")]
    [InlineData("2261-12-31T00:00:00Z", "m,t=v n=1i 9214560000000000000\n")]
    [InlineData("0001-01-01T00:00:00Z", "m,t=v n=1i\n")]
    [InlineData("4821-01-01T00:00:00Z", "m,t=v n=1i\n")]
    public void Times_that_nanoseconds_cannot_hold_are_left_out(string time, string line) =>
        Write(new SourcePoint("m", Tags(("t", "v")), Fields(("n", 1L)), DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)))
            .Should().Be(line);

    [Fact]
    public void What_would_break_a_line_is_escaped_or_replaced() =>
        Write(new SourcePoint("a b", Tags(("k=1", "x,y\nz\\"), ("none", "")), Fields(("f g", "q\"\\"), ("b", true), ("d", 0.5)), DateTimeOffset.UnixEpoch))
            .Should().Be("a\\ b,k\\=1=x\\,y\\ z f\\ g=\"q\\\"\\\\\",b=true,d=0.5 0\n");

    private static string Write(SourcePoint point) => Encoding.UTF8.GetString(SourceLines.Write([point]).Span);

    private static Dictionary<string, string> Tags(params (string Key, string Value)[] tags) => tags.ToDictionary(tag => tag.Key, tag => tag.Value);

    private static Dictionary<string, object> Fields(params (string Key, object Value)[] fields) => fields.ToDictionary(field => field.Key, field => field.Value);
}
