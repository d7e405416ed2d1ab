using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Templates.Texts;

namespace Tocsin.Dsl.Tests.Templates;

/// <summary>A value in the path of an address stays the part of the path it stands in.</summary>
public class AddressTemplateTests
{
    private static readonly TemplateOptions Options = new() { IsAddress = true };

    [Theory]
    [InlineData("http://h/x/{{ .v }}", "../../etc", "http://h/x/..%2F..%2Fetc")]
    [InlineData("http://h/x/{{ .v }}/y", "a\\b", "http://h/x/a%5Cb/y")]
    [InlineData("http://h/x/{{ .v }}", "a?b#c", "http://h/x/a%3Fb%23c")]
    [InlineData("http://h/x-{{ .v }}", "a:b=c", "http://h/x-a:b=c")]
    [InlineData("http://h/x/{{ .v | urlquery }}", "a/b", "http://h/x/a%2Fb")]
    [InlineData("http://h/x/{{ with .v }}{{ . }}{{ end }}", "a/b", "http://h/x/a%2Fb")]
    [InlineData("http://h/x?k={{ .v }}", "a/b", "http://h/x?k=a/b")]
    [InlineData("{{ .v }}", "http://h/x/y?k=1", "http://h/x/y?k=1")]
    [InlineData("{{ .v }}/z", "http://h/x/y", "http://h/x/y/z")]
    [InlineData("{{ .v }}://h/x/{{ .v }}", "http", "http://h/x/http")]
    [InlineData("http://{{ .v }}/x", "host:80", "http://host:80/x")]
    [InlineData("http://h{{ .v }}", "/x/y", "http://h/x/y")]
    [InlineData("http://h/{{ .v }}.json", ".", "http://h/..json")]
    [InlineData("http://h/{{ .v }}{{ .v }}{{ .v }}", ".", "http://h/...")]
    [InlineData("http://h/a/../{{ .v }}", "x", "http://h/a/../x")]
    [InlineData("http://h/a/{{ .v }}/b", "", "http://h/a//b")]
    public void Values_are_escaped_in_the_path_only(string template, string value, string expected)
    {
        TryRender(template, value, out var text).Should().BeNull();

        text.Should().Be(expected);
    }

    [Theory]
    [InlineData("http://h/x/{{ .v }}", "..")]
    [InlineData("http://h/x/{{ .v }}/y", ".")]
    [InlineData("http://h/x/{{ .v }}?k=1", "..")]
    [InlineData("http://h/x/{{ .v }}", "%2e%2E")]
    [InlineData("http://h/x/.{{ .v }}", ".")]
    [InlineData("http://h/x/{{ .v }}{{ .v }}/y", ".")]
    public void A_value_that_leads_elsewhere_fails(string template, string value) =>
        TryRender(template, value, out _).Should().StartWith("template: url: a value makes '").And.EndWith("of a part of the path, and the address would be another one");

    private static string? TryRender(string template, string value, out string? text)
    {
        var parsed = TextTemplate.Parse("url", template, Options);
        var data = new SortedTemplateMap([new("v", value)], holdsStrings: true);
        return parsed.Template!.TryRender(data, null, out text, out var error) ? null : error;
    }
}
