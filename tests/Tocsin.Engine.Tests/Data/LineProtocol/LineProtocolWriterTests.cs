using System.Text;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Engine.Tests.Data.LineProtocol;

public sealed class LineProtocolWriterTests
{
    private readonly LineProtocolWriter _lines = new();

    [Fact]
    public void Every_type_has_its_form()
    {
        _lines.Begin("m");
        _lines.Field("f", 0.5);
        _lines.Field("e", 1e21);
        _lines.Field("i", -7L);
        _lines.Field("b", true);
        _lines.Field("s", "x \"q\" \\ ü\ny");
        _lines.End(5);

        Written.Should().Be("m f=0.5,e=1e+21,i=-7i,b=true,s=\"x \\\"q\\\" \\\\ ü\ny\" 5\n");
    }

    [Fact]
    public void Names_are_escaped_and_what_cannot_be_is_replaced()
    {
        _lines.Begin("a b=c,d\n");
        _lines.Tag("k = 1", "x\\");
        _lines.Tag("none", "");
        _lines.Field("f,g\\", 1L);
        _lines.End(null);

        Written.Should().Be("a\\ b=c\\,d\\ ,k\\ \\=\\ 1=x f\\,g=1i\n");
    }

    [Fact]
    public void A_line_without_fields_is_taken_back()
    {
        _lines.Begin("m");
        _lines.Field("f", double.NaN);
        _lines.Field("g", double.PositiveInfinity);
        var first = _lines.End(1);
        _lines.Begin("n");
        _lines.Field("f", 1.0);
        _lines.End(2);

        first.Should().BeFalse();
        Written.Should().Be("n f=1 2\n");
        _lines.Lines.Should().Be(1);
    }

    private string Written => Encoding.UTF8.GetString(_lines.Written.Span);
}
