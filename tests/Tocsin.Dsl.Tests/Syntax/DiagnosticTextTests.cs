using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Tests.Syntax;

public class DiagnosticTextTests
{
    [Fact]
    public void Rendering_shows_the_line_and_points_to_the_place()
    {
        var source = new SourceText("stream\n\té|from(&&)\n", "cpu.tick");

        DiagnosticText.Render(SyntaxTree.Parse(source).FirstError!, source).Should().Be(
            "cpu.tick:2:9: error TS0001: unexpected '&&'\n\té|from(&&)\n\t       ^^\nhint: write AND");
    }

    [Fact]
    public void Rendering_at_the_end_of_the_script_has_a_caret_too()
    {
        var source = new SourceText("stream|from(");

        DiagnosticText.Render(SyntaxTree.Parse(source).FirstError!, source).Should().Be(
            "script:1:13: error TS0010: unexpected end of the script, expected an argument or ')'\nstream|from(\n            ^\n"
            + "hint: a ')' is missing before it");
    }

    [Fact]
    public void A_span_over_lines_is_marked_on_its_first_line()
    {
        var source = new SourceText("5 'a\nb'");

        DiagnosticText.Render(SyntaxTree.Parse(source).Diagnostics[1], source).Should().StartWith(
            "script:1:3: warning TS0101: ''a b'' is a statement of its own, which does nothing\n5 'a\n  ^^\n");
    }

    [Fact]
    public void One_line_names_the_place_as_clients_expect()
    {
        var source = new SourceText("stream|from(");

        DiagnosticText.OneLine(SyntaxTree.Parse(source).FirstError!, source).Should().Be(
            "parser: unexpected end of the script, expected an argument or ')' at line 1 char 13 in \"ream|from(\" (a ')' is missing before it)");
    }

    [Fact]
    public void Context_is_clipped_to_the_line_and_never_splits_a_character()
    {
        var source = new SourceText("a\n😀😀😀;😀😀😀\nb");

        DiagnosticText.OneLine(SyntaxTree.Parse(source).FirstError!, source).Should().Contain("line 2 char 1 in \"😀😀\"");
        DiagnosticText.OneLine(new Diagnostic("TS1001", Severity.Error, "no", new TextSpan(8, 1)), source)
            .Should().Be("no at line 2 char 13 in \"😀😀;😀😀\"");
    }
}
