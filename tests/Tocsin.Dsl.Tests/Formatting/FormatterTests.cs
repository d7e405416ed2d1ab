using FsCheck;
using FsCheck.Fluent;
using Tocsin.Dsl.Formatting;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Dsl.Tests.Syntax;

namespace Tocsin.Dsl.Tests.Formatting;

public class FormatterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("var x=5 var y int", "var x = 5\n\nvar y int\n")]
    [InlineData("dbrp \"a\" . \"b\"", "dbrp \"a\".\"b\"\n")]
    [InlineData("stream|from().where(lambda: TRUE)@udf().opt(1)", "stream\n    |from()\n        .where(lambda: TRUE)\n    @udf()\n        .opt(1)\n")]
    [InlineData("f( 1,\n2, )", "f(\n    1,\n    2\n)\n")]
    [InlineData("f( 1,2, )", "f(1, 2)\n")]
    [InlineData("f(1, 2\n)", "f(1, 2)\n")]
    [InlineData("a|f(1,\n2).b()", "a\n    |f(\n        1,\n        2\n    )\n        .b()\n")]
    [InlineData("a|f(b|g(), c)", "a\n    |f(\n        b\n            |g(),\n        c\n    )\n")]
    [InlineData("var l = lambda: \"a\" > 1\nAND\n\"b\" < 2", "var l = lambda: \"a\" > 1 AND\n\"b\" < 2\n")]
    [InlineData("f(lambda: (1 +\n2) * 3)", "f(lambda: (1 +\n        2) *\n    3)\n")]
    [InlineData("f((1) + (\"a\"))", "f(1 + \"a\")\n")]
    [InlineData("f(((1 + 2)))", "f((1 + 2))\n")]
    [InlineData("f(- 1, ! a)", "f(-1, !a)\n")]
    [InlineData("f(.5, 5., 0644, 100000000000000000000000.0, .0000001)", "f(0.5, 5.0, 0644, 100000000000000000000000.0, 0.0000001)\n")]
    [InlineData("f(60s, /a\\/b/, 'it\\'s', '''x''', \"a\\\"b\", *, [ 'a',b, ])", "f(60s, /a\\/b/, 'it\\'s', '''x''', \"a\\\"b\", *, ['a', b])\n")]
    [InlineData("x // t\n|foo()", "x\n    // t\n    |foo()\n")]
    [InlineData("//a\n//   b\n//\nx", "// a\n//   b\n//\nx\n")]
    [InlineData("//a\n\n//b\nx", "// a\n\n// b\nx\n")]
    [InlineData("x\n//end", "x\n\n// end\n\n")]
    [InlineData("f(1 // c\n, 2)", "f(\n    1,\n    // c\n    2\n)\n")]
    [InlineData("f(lambda: \"a\" // c\nAND TRUE)", "f(lambda: \n    // c\n    \"a\" AND\n    TRUE)\n")]
    [InlineData("var y = (// c\n5)", "// c\nvar y = 5\n")]
    [InlineData("var l = lambda: (/x/)", "var l = lambda: (/x/)\n")]
    [InlineData("var l = lambda: ('a' =~ (/b/)) == TRUE", "var l = lambda: ('a' =~ /b/) == TRUE\n")]
    [InlineData("var l = lambda: 'a' =~ (/b/) == TRUE", "var l = lambda: 'a' =~ (/b/) == TRUE\n")]
    [InlineData("f(// c\n(/x/))", "f(\n    // c\n    (/x/)\n)\n")]
    [InlineData("(x)\n(1 + 2)", "(x)\n(1 + 2)")]
    [InlineData("f(1 ;)", "f(1 ;)")]
    public void Scripts_have_one_layout(string text, string expected) =>
        Formatter.Format(SyntaxTree.Parse(text)).Should().Be(expected);

    [Fact]
    public void Formatting_settles_and_keeps_the_meaning_and_every_comment()
    {
        foreach (var sample in ScriptSamples.All)
            Verify(sample);

        Check.QuickThrowOnFailure(Prop.ForAll<int>(seed => Verify(ScriptSamples.Scatter(new Random(seed)))));
        Check.QuickThrowOnFailure(Prop.ForAll<int>(seed => Verify(ScriptSamples.Mutate(new Random(seed)))));
    }

    [Fact]
    public void Recorded_scripts_keep_their_meaning_and_every_comment()
    {
        foreach (var text in RecordedScripts.WithMutants(2000))
            Verify(text);
    }

    [Fact]
    public void Expressions_are_formatted_by_themselves() =>
        Formatter.Format(SyntaxTree.ParseLambda("( \"a\">1 )AND f(2,3)").Lambda!.Body).Should().Be("(\"a\" > 1) AND f(2, 3)");

    private static bool Verify(string text)
    {
        var tree = SyntaxTree.Parse(text);
        var formatted = SyntaxTree.Parse(Formatter.Format(tree));

        Formatter.Format(formatted).Should().Be(formatted.Source.Text, "a second run changes nothing after {0}", text);
        if (!tree.HasErrors)
        {
            SyntaxEquality.SameMeaning(tree.Root, formatted.Root).Should().BeTrue("{0} means the same", text);
            Comments(formatted).Should().BeEquivalentTo(Comments(tree), "no comment of {0} is lost", text);
        }

        return true;
    }

    private static string[] Comments(SyntaxTree tree) => tree.Tokens
        .SelectMany(token => token.LeadingTrivia)
        .Where(trivia => trivia.Kind == TriviaKind.Comment)
        .SelectMany(trivia => tree.Source.Text.Substring(trivia.Span.Start, trivia.Span.Length).Split('\n'))
        .Select(line => line.Trim().Replace(" ", ""))
        .Where(line => line.Length > 0)
        .Select(line => line.TrimStart('/'))
        .ToArray();
}
