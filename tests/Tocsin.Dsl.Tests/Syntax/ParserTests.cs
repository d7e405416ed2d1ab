using FsCheck;
using FsCheck.Fluent;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Tests.Syntax;

public class ParserTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("stream|from()", "(stream | from())")]
    [InlineData("stream\n|from()\n.a('x').b@c()", "((((stream | from()) . a('x')) . b) @ c())")]
    [InlineData("a|join(b|from(), c).as(['x', y, *,],)", "((a | join((b | from()), c)) . as(['x', y, *]))")]
    [InlineData("f() + 1", "(f() + 1)")]
    [InlineData("f()|g()", "(f() | g())")]
    [InlineData("f(lambda: x, [], y)", "f(λx, [], y)")]
    [InlineData("var x = 5", "var x = 5")]
    [InlineData("var x int var y = x", "var x int; var y = x")]
    [InlineData("var x = stream var y = 1", "var x = stream; var y = 1")]
    [InlineData("dbrp \"a\".\"b\\\"\"", "dbrp a b\"")]
    [InlineData("x\n-1", "(x - 1)")]
    [InlineData("var x = 1e5", "var x = 1; e5")]
    [InlineData("var x = 1h30m", "var x = 1h0m0s; 30m0s")]
    [InlineData("['a']\n-1", "['a']; -1")]
    [InlineData("y z", "y; z")]
    [InlineData("x TRUE FALSE", "x; TRUE; FALSE")]
    public void Scripts_have_the_tree(string text, string expected)
    {
        var tree = SyntaxTree.Parse(text);

        tree.HasErrors.Should().BeFalse();
        TreeText.Of(tree.Root).Should().Be(expected);
    }

    [Theory]
    [InlineData("1 OR 2 AND 3 OR 4 AND 5", "((1 OR (2 AND 3)) OR (4 AND 5))")]
    [InlineData("1 < 2 == TRUE", "((1 < 2) == TRUE)")]
    [InlineData("1 == 2 < 3", "(1 == (2 < 3))")]
    [InlineData("1 - 2 - 3", "((1 - 2) - 3)")]
    [InlineData("1 + 2 * 3 % 4", "(1 + ((2 * 3) % 4))")]
    [InlineData("-1 + !a", "(-1 + !a)")]
    [InlineData("--1", "--1")]
    [InlineData("-(1 + 2)", "-(1 + 2)")]
    [InlineData("((a))", "a")]
    [InlineData("f(1, g(2 + 3),)", "f(1, g((2 + 3)))")]
    [InlineData("\"a\" =~ /x\\/y/", "(\"a\" =~ /x/y/)")]
    [InlineData("\"a\\\"b\" == 'it\\'s\\n'", "(\"a\"b\" == 'it's\\n')")]
    [InlineData("'''a\\'b'''", "'a\\'b'")]
    [InlineData("0644", "420")]
    [InlineData("00", "0")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData(".5 + 5.", "(0.5 + 5.0)")]
    [InlineData("1u + 1µ + 1ms + 1s + 1m + 1h + 1d + 1w", "(((((((1µs + 1µs) + 1ms) + 1s) + 1m0s) + 1h0m0s) + 24h0m0s) + 168h0m0s)")]
    [InlineData("*", "*")]
    public void Expressions_have_the_tree(string text, string expected)
    {
        var tree = SyntaxTree.ParseLambda(text);

        tree.HasErrors.Should().BeFalse();
        TreeText.Of(tree.Lambda!.Body).Should().Be(expected);
    }

    [Fact]
    public void Operators_bind_as_their_precedence_says()
    {
        foreach (var first in Enum.GetValues<BinaryOperator>())
        {
            foreach (var second in Enum.GetValues<BinaryOperator>())
            {
                var (left, right) = (SyntaxFacts.Text(first), SyntaxFacts.Text(second));
                var expected = SyntaxFacts.Precedence(second) > SyntaxFacts.Precedence(first)
                    ? $"(a {left} (b {right} c))"
                    : $"((a {left} b) {right} c)";

                TreeText.Of(SyntaxTree.ParseLambda($"a {left} b {right} c").Lambda!.Body).Should().Be(expected);
            }
        }
    }

    [Fact]
    public void Positions_are_the_name_of_a_call_and_the_operator_of_a_chain_and_a_binary()
    {
        var tree = SyntaxTree.Parse("stream\n  |from(1 + 2)");
        var chain = (ChainSyntax)((ExpressionStatementSyntax)tree.Root.Statements[0]).Expression;
        var call = (CallSyntax)chain.Right;

        tree.Source.PositionOf(chain.Position).ToString().Should().Be("line 2 char 3");
        tree.Source.PositionOf(call.Position).ToString().Should().Be("line 2 char 4");
        tree.Source.PositionOf(call.Arguments[0].Position).ToString().Should().Be("line 2 char 11");
        chain.Span.Should().Be(new TextSpan(0, tree.Source.Text.Length));
    }

    [Fact]
    public void Comments_before_var_are_the_variable_s()
    {
        var tree = SyntaxTree.Parse("var a = 1 // of a\n\n// of b\nvar b = 2 // end");

        tree.Root.Statements[1].Comments.SelectMany(block => block.Lines).Should().Equal("// of a", "// of b");
        tree.Root.TrailingComments.SelectMany(block => block.Lines).Should().Equal("// end");
    }

    [Fact]
    public void Any_text_is_parsed_without_an_exception()
    {
        Check.QuickThrowOnFailure(Prop.ForAll<string?>(text => SyntaxTree.Parse(text ?? "") is not null));
        Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(bytes => SyntaxTree.Parse(System.Text.Encoding.UTF8.GetString(bytes)) is not null));

        var random = new Random(20200101);
        for (var i = 0; i < 3000; i++)
            SyntaxTree.Parse(ScriptSamples.Mutate(random)).Should().NotBeNull();
    }

    [Theory]
    [InlineData("(")]
    [InlineData("-")]
    [InlineData("f(")]
    [InlineData("a|b(")]
    [InlineData("[")]
    [InlineData("|")]
    [InlineData("\\\"\n")]
    [InlineData("=//")]
    [InlineData("a ")]
    [InlineData("1+")]
    [InlineData("'\n")]
    [InlineData("//\n/a\n")]
    [InlineData("08 ")]
    [InlineData("f(/(/)\n")]
    [InlineData("f(1 2,")]
    [InlineData("a\n|b(1 2)")]
    public void Long_garbage_is_refused_or_read_in_steady_pace(string piece)
    {
        var half = string.Concat(Enumerable.Repeat(piece, 25_000));
        var whole = half + half;

        SyntaxTree.Parse(whole).Diagnostics.Should().HaveCountLessThan(500);

        var (shortCost, longCost) = (Allocations.Each(1, () => SyntaxTree.Parse(half)), Allocations.Each(1, () => SyntaxTree.Parse(whole)));
        longCost.Should().BeLessThan(3 * shortCost, "twice the text takes about twice the memory, and not four times");
    }

    [Theory]
    [InlineData("(", ")", 101)]
    [InlineData("f(", ")", 101)]
    [InlineData("-", "", 101)]
    [InlineData("1+", "", 1001)]
    public void Nesting_beyond_the_limit_is_one_clear_error(string open, string close, int depth)
    {
        var text = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));

        SyntaxTree.Parse(text).Diagnostics.Should().ContainSingle(d => d.Severity == Severity.Error)
            .Which.Message.Should().Contain("nests deeper than");
    }

    [Theory]
    [InlineData("(", ")", 100)]
    [InlineData("f(", ")", 100)]
    [InlineData("-", "", 100)]
    [InlineData("-(", ")", 50)]
    [InlineData("a|b(", ")", 100)]
    [InlineData("1-2*(", ")", 100)]
    public void Nesting_up_to_the_limit_fits_into_the_stack_of_any_thread(string open, string close, int depth)
    {
        var text = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));

        OnStack(1536, text).Should().NotContain(found => found.Severity == Severity.Error);
    }

    [Fact]
    public void Nesting_beyond_what_is_left_of_the_stack_is_an_error()
    {
        var text = "lambda: " + string.Concat(Enumerable.Repeat("f(", 100)) + "1" + string.Concat(Enumerable.Repeat(")", 100));

        OnStack(192, text).Should().ContainSingle().Which.Code.Should().Be("TS0011");
    }

    [Fact]
    public void Levels_that_are_closed_do_not_count()
    {
        var text = "f(" + string.Concat(Enumerable.Repeat("(-1) - -(2), ", 1000)) + "3)\nvar x = (1 + 2) - (3)";

        SyntaxTree.Parse(text).HasErrors.Should().BeFalse();
    }

    // The tree is read when its mistakes are asked for.
    private static IReadOnlyList<Diagnostic> OnStack(int kilobytes, string text)
    {
        IReadOnlyList<Diagnostic> found = [];
        var thread = new Thread(() => found = SyntaxTree.Parse(text).Diagnostics, kilobytes * 1024);
        thread.Start();
        thread.Join();
        return found;
    }
}
