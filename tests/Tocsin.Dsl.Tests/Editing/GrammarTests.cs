using System.Text.Json;
using System.Text.RegularExpressions;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Testing;

namespace Tocsin.Dsl.Tests.Editing;

/// <summary>The colors of editors that do not ask the language server: what the language gains, their grammar has to gain too.</summary>
public sealed class GrammarTests
{
    private static readonly IReadOnlyList<Regex> Patterns = Read();

    [Fact]
    public void Each_word_and_sign_of_the_language_has_a_color()
    {
        var texts = Enum.GetValues<SyntaxKind>().Select(SyntaxFacts.FixedText).OfType<string>().ToList();
        texts.Should().HaveCountGreaterThan(20);
        texts.Where(text => !Patterns.Any(pattern => pattern.Match(text) is { Success: true } match && match.Length == text.Length)).Should().BeEmpty();
    }

    [Fact]
    public void Each_type_of_a_variable_is_known() =>
        VarTypes.Names.Where(type => !Patterns.Any(pattern => pattern.Match($"var x {type}") is { Success: true } match && match.Groups[3].Value == type)).Should().BeEmpty();

    [Theory]
    [InlineData("u")]
    [InlineData("µ")]
    [InlineData("ms")]
    [InlineData("s")]
    [InlineData("m")]
    [InlineData("h")]
    [InlineData("d")]
    [InlineData("w")]
    public void Each_unit_of_a_duration_is_known(string unit)
    {
        SyntaxFacts.TryGetDurationUnit(unit, out var length, out _).Should().BeTrue();
        length.Should().Be(unit.Length);
        Patterns.Should().Contain(pattern => pattern.Match($"10{unit}").Length == unit.Length + 2);
    }

    private static List<Regex> Read()
    {
        var found = new List<Regex>();
        using var grammar = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.PathOf("dsl/editors/vscode/syntaxes/tickscript.tmLanguage.json")));
        Collect(grammar.RootElement);
        return found;

        void Collect(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in element.EnumerateArray())
                    Collect(item);
            }
            else if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in element.EnumerateObject())
                {
                    if (property.NameEquals("match"))
                        found.Add(new Regex(property.Value.GetString() ?? ""));
                    else
                        Collect(property.Value);
                }
            }
        }
    }
}
