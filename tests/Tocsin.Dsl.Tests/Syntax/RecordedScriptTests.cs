using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Tests.Syntax;

/// <summary>What holds for scripts as they are written, and for what is left of them after slips of the keyboard.</summary>
public class RecordedScriptTests
{
    private const int Mutants = 3000;

    [Fact]
    public void Recorded_scripts_are_found() => RecordedScripts.All.Should().HaveCountGreaterThan(400);

    [Fact]
    public void Tokens_joined_are_the_script_and_only_the_last_one_is_empty()
    {
        foreach (var text in RecordedScripts.WithMutants(Mutants))
        {
            var tokens = SyntaxTree.Parse(text).Tokens;

            string.Concat(tokens.Select(token => text.Substring(token.FullSpan.Start, token.FullSpan.Length))).Should().Be(text);
            tokens.Select(token => token.Span.Length == 0).Should().Equal(tokens.Select(token => token.Kind == SyntaxKind.EndOfFile));
        }
    }

    [Fact]
    public void Diagnostics_are_in_order_lie_in_the_script_and_tell_of_a_place_once()
    {
        foreach (var text in RecordedScripts.WithMutants(Mutants))
        {
            var diagnostics = SyntaxTree.Parse(text).Diagnostics;

            diagnostics.Should().BeInAscendingOrder(d => d.Span.Start);
            diagnostics.Where(d => d.Span.Start < 0 || d.Span.Length < 0 || d.Span.End > text.Length).Should().BeEmpty();
            diagnostics.Where(d => d.Code == "TS0010").Select(d => d.Span.Start).Should().OnlyHaveUniqueItems();
        }
    }

    [Fact]
    public void Same_text_gives_the_same_tree()
    {
        foreach (var text in RecordedScripts.WithMutants(Mutants))
        {
            var (first, second) = (SyntaxTree.Parse(text), SyntaxTree.Parse(text));

            second.Diagnostics.Should().Equal(first.Diagnostics);
            SyntaxEquality.SameMeaning(first.Root, second.Root).Should().BeTrue();
        }
    }
}
