using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Templates.Texts;

namespace Tocsin.Dsl.Tests.Templates;

public class TextTemplateTests
{
    private static readonly TemplateOptions Options = new() { Shape = AlertData.MessageShape };

    private static readonly TemplateOptions HtmlOptions = Options with { IsHtml = true, HasJson = true };

    private const string ExpectedJson = """
        {"Name":"m","TaskName":"task","Group":"host=a",
        "Tags":{"host":"a","html":"\u003ca\u003e\u0026'\"","zone":"z 1"},
        "ServerInfo":{"Hostname":"localhost","ClusterID":"c1","ServerID":"s1"},"ID":"m:host=a",
        "Fields":{"b":true,"js":"javascript:alert(1)","n":65,"s":"text é","url":"http://h/p?a=1\u0026b=2","v":11.5,
        "x":"x\u003cy\u003e \u0026 \"z\" 'q' +1"},
        "Level":"CRITICAL","Time":"2020-08-13T23:15:23.5Z","Duration":754000000000,
        "Items":[1,"two",3.5],"Message":"\u003cb\u003e\u0026"}
        """;

    public static TheoryData<string, string> Texts => TemplateCases.Read("text");

    public static TheoryData<string, string> Formats => TemplateCases.Read("printf");

    public static TheoryData<string, string> HtmlTexts => TemplateCases.Read("html");

    public static TheoryData<string, string> HtmlFailures => TemplateCases.Read("html-failures");

    public static TheoryData<string, string> Times => TemplateCases.Read("time");

    public static TheoryData<string, string> ParseErrors => TemplateCases.Read("parse-errors");

    public static TheoryData<string, string> Failures => TemplateCases.Read("failures");

    [Theory]
    [InlineData("{{ .Group }}", "Group")]
    [InlineData("{{ index .Tags \"host\" }} of {{ .Tags.zone }}", "Tags.host", "Tags.zone")]
    [InlineData("{{ $.Name }}: {{ index $.Tags \"host\" }}", "Name", "Tags.host")]
    [InlineData("{{ if .Tags.host }}{{ .Tags.host }}{{ end }}")]
    [InlineData("{{ with .Tags }}{{ .host }}{{ end }}")]
    [InlineData("{{ .Tags.host | len }}{{ len .Tags.host }}{{ printf \"%.1s\" .Group }}")]
    [InlineData("{{ $host := .Tags.host }}{{ $host }}")]
    [InlineData("{{ index .Tags \"host\" | html }}")]
    [InlineData("host")]
    public void What_is_always_shown_as_it_is_is_known(string template, params string[] expected) =>
        TextTemplate.Parse("id", template, Options).Template!.Shown.Select(path => string.Join('.', path)).Should().Equal(expected); // No template here has mistakes.

    [Theory]
    [MemberData(nameof(Texts))]
    [MemberData(nameof(Formats))]
    [MemberData(nameof(Times))]
    public void Template_renders(string template, string expected) => Render(template, Options).Should().Be(expected);

    [Theory]
    [InlineData("{{ len (js TEXT | js | js | js | js | js) }}")]
    [InlineData("{{ len (html TEXT | html | html | html | html | html) }}")]
    [InlineData("{{ len (urlquery TEXT | urlquery | urlquery | urlquery | urlquery | urlquery) }}")]
    public void Escapes_of_escapes_end_at_the_longest_text(string template)
    {
        var text = template.Replace("TEXT", $"\"{new string('&', 500)}\"", StringComparison.Ordinal);

        Render(text, Options with { MaxLength = 4_000 }).Should().Contain("text is longer than 4000 characters");
    }

    [Theory]
    [MemberData(nameof(ParseErrors))]
    public void Parse_error_names_what_is_wrong(string template, string expected) =>
        TextTemplate.Parse("message", template, Options).Error?.Message.Should().Be("template: message:" + expected);

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failure_names_the_place_and_the_reason(string template, string expected) =>
        Render(template, Options).Should().Be("template: message:" + expected);

    [Theory]
    [MemberData(nameof(HtmlTexts))]
    public void Html_template_escapes_for_the_place(string template, string expected) => Render(template, HtmlOptions).Should().Be(expected);

    [Theory]
    [MemberData(nameof(HtmlFailures))]
    public void Html_template_that_does_not_fit_together_fails_before_it_is_rendered(string template, string expected)
    {
        var result = TextTemplate.Parse("message", template, HtmlOptions);

        result.Template!.KnownFailure.Should().Be("html/template:message" + expected);
        result.Warnings.Should().ContainSingle().Which.Message.Should().Be(result.Template.KnownFailure);
        Render(template, HtmlOptions).Should().Be(result.Template.KnownFailure);
    }

    [Fact]
    public void Html_template_that_does_not_fit_together_can_be_shown_as_plain_text()
    {
        var template = TextTemplate.Parse("details", "<a href=\"{{ .ID }}", HtmlOptions).Template!;

        template.TryRenderAsPlainText(new AlertData(), budget: null, out var text, out _).Should().BeTrue();
        text.Should().Be("&lt;a href=&#34;m:host=a");
    }

    [Fact]
    public void Default_json_has_the_fields_in_order()
    {
        var text = Render("{{ json . }}", Options with { HasJson = true });

        text.Should().Be(ExpectedJson.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public void Unknown_field_is_warned_of_with_the_known_ones()
    {
        var result = TextTemplate.Parse("message", "x\n {{ if .ID }}{{ $.Nope }}{{ end }}{{ with .Tags }}{{ .host }}{{ end }}", Options);

        var warning = result.Warnings.Should().ContainSingle().Subject;
        warning.Message.Should().StartWith("template: message:2: nothing is called .Nope here; known are .Name, .TaskName, ");
        (warning.Line, warning.Column).Should().Be((2, 18));
    }

    [Fact]
    public void Parse_error_has_its_place() =>
        TextTemplate.Parse("id", "a\nb{{ upper .ID }}", Options).Error.Should()
            .Be(new TemplateProblem("template: id:2: function \"upper\" not defined", 6, 2, 5));

    [Fact]
    public void Constant_template_gives_the_same_string_each_time()
    {
        var template = TextTemplate.Parse("id", "always{{/* this */}} the same", Options).Template!;
        template.TryRender(new AlertData(), out var text, out _).Should().BeTrue();

        text.Should().Be("always the same");
    }

    [Theory]
    [InlineData("{{ .ID }} is {{ .Level }}")]
    [InlineData("{{ .Name }}:{{ .Group }}")]
    [InlineData("{{ .Level }}{{ index .Tags \"host\" }}{{ if eq .Level \"CRITICAL\" }}!{{ end }}")]
    [InlineData("{{ .Level }} {{ index .Fields \"v\" }} {{ .Fields.n }}")]
    public void Rendering_allocates_nothing_but_the_text(string text)
    {
        var template = TextTemplate.Parse("id", text, Options).Template!;
        var data = new AlertData();
        template.TryRender(data, out var rendered, out _).Should().BeTrue();

        Allocations.Each(100, () => template.TryRender(data, out _, out _)).Should().BeLessThanOrEqualTo(32 + (2 * rendered!.Length));
    }

    internal static string Render(string template, TemplateOptions options)
    {
        var result = TextTemplate.Parse("message", template, options);
        if (!result.IsValid)
            return "parse: " + result.Error.Message;
        return result.Template.TryRender(new AlertData(), out var text, out var error) ? text : error;
    }

    [Theory]
    [InlineData("{{ range 1000 }}xxxxxxxxxxx{{ end }}", "text is longer than 10000 characters; the length of the configuration allows more")]
    [InlineData("{{ printf \"%10001s\" \"x\" }}", "text is longer than 10000 characters")]
    [InlineData("{{ range 200000 }}{{ break }}{{ end }}{{ range 60000 }}{{ end }}", "the template takes more than 50000 steps; the steps of the configuration allows more")]
    public void What_a_text_may_take_is_that_of_the_budget_and_named(string text, string error)
    {
        var budget = new TemplateBudget(1_000_000) { LongestText = 10_000, LengthSetting = "the length", StepsSetting = "the steps" };

        TextTemplate.Parse("x", text, TemplateOptions.Default).Template!.TryRender(new AlertData(), budget, out _, out var found).Should().BeFalse(); // It parses.

        found.Should().Contain(error);
    }
}
