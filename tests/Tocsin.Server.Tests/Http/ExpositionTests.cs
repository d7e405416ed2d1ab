using System.Buffers;
using System.Text;
using Tocsin.Server.Http.Monitoring;

namespace Tocsin.Server.Tests.Http;

public sealed class ExpositionTests
{
    [Fact]
    public void Figures_have_their_kind_their_help_and_labels_that_end_no_line()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var exposition = new Exposition(buffer);

        exposition.Write(Figure.Gauge("a", "One.", () => 0.5));
        exposition.Write(Figure.Counter("b", "Two\nlines.", () => [Figure.Of(12_000_000_000, "x", "say \"hi\"\\\n", "y", "ü")]));

        Encoding.UTF8.GetString(buffer.WrittenSpan).Should().Be(
            "# HELP a One.\n# TYPE a gauge\na 0.5\n" +
            "# HELP b_total Two\\nlines.\n# TYPE b_total counter\nb_total{x=\"say \\\"hi\\\"\\\\\\n\",y=\"ü\"} 12000000000\n");
    }
}
