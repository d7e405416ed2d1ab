using Tocsin.Dsl.Editing;
using Tocsin.Dsl.Editing.Colours;
using Tocsin.Dsl.Editing.Hints;
using Tocsin.Dsl.Editing.Layout;
using Tocsin.Dsl.Editing.Structure;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Engine.Tests.Editing;

public sealed class ShapeTests
{
    private const string Text = "// Two lines\n// of comment\nvar data = stream\n    |from()\n        .measurement('cpu')\n\ndata\n    |deadman(1.0, 10s)\n    |log()\n";

    [Fact]
    public void Colours_cover_each_letter_once_and_stay_on_their_lines()
    {
        var script = Edited.Script(Text.Replace("'cpu'", "'''two\nlines'''", StringComparison.Ordinal));
        var pieces = ScriptColours.Of(script);
        for (var i = 1; i < pieces.Count; i++)
            pieces[i].Span.Start.Should().BeGreaterThanOrEqualTo(pieces[i - 1].Span.End);
        pieces.Select(piece => script.Text.Substring(piece.Span.Start, piece.Span.Length)).Should().NotContain(text => text.Contains('\n'));
        pieces.Select(piece => (script.Text.Substring(piece.Span.Start, piece.Span.Length), piece.Kind)).Should()
            .StartWith([("// Two lines", ColourKind.Comment), ("// of comment", ColourKind.Comment), ("var", ColourKind.Keyword), ("data", ColourKind.Variable), ("=", ColourKind.Operator), ("stream", ColourKind.Keyword)])
            .And.Contain([("from", ColourKind.Node), ("measurement", ColourKind.Property), ("'''two", ColourKind.String), ("lines'''", ColourKind.String), ("1.0", ColourKind.Number)]);
    }

    [Fact]
    public void Comments_and_statements_fold() =>
        ScriptFolds.Of(Edited.Script(Text)).Should().Equal(new FoldedSpan(0, 1, true), new FoldedSpan(2, 4, false), new FoldedSpan(6, 8, false));

    [Fact]
    public void Symbols_are_variables_and_chains_with_their_nodes()
    {
        var symbols = ScriptSymbols.Of(Edited.Script(Text));
        symbols.Select(symbol => (symbol.Name, symbol.IsVariable)).Should().Equal(("data", true), ("data", false));
        symbols[1].Children.Select(node => node.Name).Should().Equal("deadman", "log");
    }

    [Fact]
    public void Hints_name_arguments_and_say_what_chains_end_in() => ScriptHints.Of(Edited.Script("var a = stream|from()\na|alert().flapping(0.25, 0.5)"), new TextSpan(0, 60)).Select(hint => hint.Label)
        .Should().Equal(": from", "low:", "high:");

    [Fact]
    public void Lenses_count_uses() => ScriptLenses.Of(Edited.Script(Text)).Select(lens => lens.Title).Should().Equal("1 use");

    [Theory]
    [InlineData("stream|from()|log()", "stream\n    |from()\n    |log()\n")]
    [InlineData("stream|from()\r\n|log()\r\n", "stream\r\n    |from()\r\n    |log()\r\n")]
    [InlineData("stream|from(|log()", "stream|from(|log()")]
    [InlineData("stream\n    |from()\n    |log()\n", "stream\n    |from()\n    |log()\n")]
    public void A_script_is_laid_out_in_one_edit(string text, string expected)
    {
        var edits = ScriptLayout.Of(Edited.Script(text));
        TextEdit.Apply(text, edits).Should().Be(expected);
        edits.Count.Should().Be(text == expected ? 0 : 1);
    }

    [Theory]
    [InlineData("a\r\nb😀c\rd\n", 1, 3, 6)]
    [InlineData("a\r\nb😀c\rd\n", 1, 99, 7)]
    [InlineData("a\r\nb😀c\rd\n", 9, 0, 10)]
    [InlineData("", 0, 0, 0)]
    public void Lines_and_columns_are_counted_as_editors_do(string text, int line, int column, int offset) => new LineMap(text).OffsetOf(line, column).Should().Be(offset);

    [Fact]
    public void Offsets_come_back_from_lines_and_columns()
    {
        const string text = "a\r\nb😀c\rd\n\n";
        var lines = new LineMap(text);
        for (var offset = 0; offset <= text.Length; offset++)
        {
            var (line, column) = lines.PlaceOf(offset);
            if (offset != 2)
                lines.OffsetOf(line, column).Should().Be(offset, "only within a line end there is no column");
        }
    }
}
