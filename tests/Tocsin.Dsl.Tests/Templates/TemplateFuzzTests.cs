using FsCheck;
using FsCheck.Fluent;
using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Templates.Texts;

namespace Tocsin.Dsl.Tests.Templates;

public class TemplateFuzzTests
{
    private static readonly string[] Pieces =
    [
        "{{", "}}", "{{-", "-}}", "{{ ", " }}", "if ", "else", "end", "range ", "with ", "define ", "template ", "block ", "break", "\"a\"", "`b`",
        "'c'", ".", ".ID", ".Tags", ".Fields.v", "$", "$x", ":=", "=", "|", "(", ")", ",", " ", "\n", "1", "-2.5", "0x1p-2", "nil", "true",
        "printf ", "\"%d %5.2f|%-08x\"", "\"%[3]*.[2]*[1]f\"", "index ", "slice ", "len ", "eq ", "lt ", "and ", "or ", "html ", "json ", "js ",
        "urlquery ", ".Time.Format ", "\"2006-01-02\"", ".Duration.Round ", "/* x */", "<a href=\"", "\">", "<script>", "</script>", "<style>",
        "</style>", "<!--", "-->", "<p title='", "'", " onclick=", "/", "é", "🎉", "\ud800", "\0",
    ];

    private static readonly TemplateOptions Plain = new() { Shape = AlertData.MessageShape, MaxLength = 10_000, MaxSteps = 10_000 };

    [Fact]
    public void Any_text_is_parsed_or_refused_and_rendered_or_failed()
    {
        var pieces = Gen.Elements(Pieces).ListOf().Select(list => string.Concat(list)).ToArbitrary();

        Prop.ForAll(pieces, text => Survives(text, Plain) && Survives(text, Plain with { IsHtml = true, HasJson = true }))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Any_action_is_parsed_or_refused_and_rendered_or_failed()
    {
        var words = Gen.Elements(Pieces.Where(piece => !piece.Contains("{{") && !piece.Contains("}}")).ToArray());
        var actions = words.ListOf().Select(list => "{{ " + string.Join(' ', list) + " }}").ToArbitrary();

        Prop.ForAll(actions, text => Survives(text, Plain)).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Theory]
    [InlineData("(", 10_000)]
    [InlineData("{{ if 1 }}", 10_000)]
    [InlineData("{{ if 1 }}{{ else ", 10_000)]
    [InlineData("{{ define \"a\" }}", 10_000)]
    [InlineData("{{ range 2 }}", 90)]
    public void Deep_nesting_is_refused(string piece, int times)
    {
        var text = string.Concat(Enumerable.Repeat(piece, times));
        Survives("{{ " + text, Plain).Should().BeTrue();
        Survives(text, Plain).Should().BeTrue();
        Survives(text + string.Concat(Enumerable.Repeat("{{ end }}", times)), Plain with { IsHtml = true }).Should().BeTrue();
    }

    [Theory]
    [InlineData("{{ define \"a\" }}{{ template \"a\" . }}{{ template \"a\" . }}{{ end }}{{ template \"a\" . }}")]
    [InlineData("{{ $x := \"ab\" }}{{ range 100 }}{{ $x = print $x $x }}{{ end }}{{ $x }}")]
    [InlineData("{{ $f := printf \"%100d\" 1 }}{{ range 9000000 }}{{ $f }}{{ end }}")]
    [InlineData("{{ printf \"%*d\" 999999 1 | printf \"%[1]999999s%[1]s%[1]s\" }}")]
    public void Rendering_that_would_not_end_fails(string text)
    {
        var template = TextTemplate.Parse("x", text, Plain).Template!;

        template.TryRender(new AlertData(), out _, out var error).Should().BeFalse();
        error.Should().StartWith("template: x:1:");
    }

    private static bool Survives(string text, TemplateOptions options)
    {
        var result = TextTemplate.Parse("x", text, options);
        if (!result.IsValid)
            return result.Error.Message.StartsWith("template: x:", StringComparison.Ordinal) && result.Error.Offset <= text.Length;
        return result.Template.TryRender(new AlertData(), out var rendered, out var error) ? rendered.Length <= options.MaxLength * 2 : error.Length > 0;
    }
}
