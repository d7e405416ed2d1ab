using FsCheck;
using FsCheck.Fluent;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Tests.Syntax;

public class LexerTests
{
    [Theory]
    [InlineData("a TRUE FALSE AND OR var dbrp", "Identifier True False And Or Var Dbrp")]
    [InlineData("true and not TRUEX lambda", "Identifier Identifier Identifier Identifier Identifier")]
    [InlineData("lambda: lambda :", "Lambda Identifier Bad")]
    [InlineData("é_1 a_ _a", "Identifier Identifier Bad Identifier")]
    [InlineData("0 12 0644 1.5 .5 5. 08", "Number Number Number Number Number Number Number")]
    [InlineData("1.2.3", "Bad")]
    [InlineData("5u 5µ 5ms 5s 5m 5h 5d 5w", "Duration Duration Duration Duration Duration Duration Duration Duration")]
    [InlineData("1h30m", "Duration Duration")]
    [InlineData("5ns", "Number Identifier")]
    [InlineData("1.5h", "Number Identifier")]
    [InlineData("1e5", "Number Identifier")]
    [InlineData("'a' '' '''b'c''' 'it\\'s' '\\n'", "String String String String String")]
    [InlineData("'a\\' b'", "String")]
    [InlineData("'''a''\\''", "String")]
    [InlineData("'a", "Bad")]
    [InlineData("\"a\" \"\" \"a\\\"b\"", "Reference Reference Reference")]
    [InlineData("\"a\\\"", "Bad")]
    [InlineData("/a/ /a\\/b/", "Regex Regex")]
    [InlineData("/a", "Bad")]
    [InlineData("/* c */", "Regex")]
    [InlineData("a = /x/", "Identifier Assign Regex")]
    [InlineData("a | . @ ( ) [ ] ,", "Identifier Pipe Dot At OpenParen CloseParen OpenBracket CloseBracket Comma")]
    [InlineData("a + a - a * a / a % a", "Identifier Plus Identifier Minus Identifier Multiply Identifier Divide Identifier Modulo Identifier")]
    [InlineData("a == a != a < a <= a > a >= a", "Identifier Equal Identifier NotEqual Identifier Less Identifier LessOrEqual Identifier Greater Identifier GreaterOrEqual Identifier")]
    [InlineData("a =~ /x/ a !~ /x/ !a", "Identifier Match Regex Identifier NotMatch Regex Not Identifier")]
    [InlineData("*", "Star")]
    [InlineData("a && b", "Identifier Bad Identifier")]
    [InlineData("# { } : ;", "Bad Bad Bad Bad Bad")]
    [InlineData("\uFEFFa", "Bad Identifier")]
    [InlineData("٣", "Number")]
    public void Text_is_cut_into_tokens(string text, string expected) =>
        Kinds(text).Should().Be(expected + " EndOfFile");

    [Theory]
    [InlineData("lambda: /x/", "Lambda Divide Identifier Divide", "a regex right after lambda: is a division")]
    [InlineData("lambda: (/x/)", "Lambda OpenParen Regex CloseParen", "in parentheses it is not")]
    [InlineData("f(a, /x/)", "Identifier OpenParen Identifier Comma Regex CloseParen", "nor after a comma")]
    [InlineData("\"a\" + /x/", "Reference Plus Regex", "nor after an operator")]
    [InlineData("a AND /x/", "Identifier And Divide Identifier Divide", "a word is an operand, also AND")]
    [InlineData("'a' =~ /b/ == TRUE", "String Match Regex Bad True", "after a regex symbols are unknown")]
    [InlineData("'a' =~ /b/ - 1", "String Match Regex Minus Number", "but for the minus")]
    [InlineData("'a' =~ /b/ AND a", "String Match Regex And Identifier", "and the words")]
    [InlineData("\"a\" // c\n > 1", "Reference Bad Number", "a comment ends the search for an operator")]
    [InlineData("\"a\" // c\n * 2", "Reference Star Number", "a star is then an operand")]
    [InlineData("\"a\" // c\n - 1", "Reference Minus Number", "a minus is known everywhere")]
    [InlineData("\"a\" // c\n AND b", "Reference And Identifier", "so are the words")]
    [InlineData("\"a\" > // c\n 1", "Reference Greater Number", "after the operator a comment is harmless")]
    [InlineData("var x = // c\n 5", "Var Identifier Assign Regex Identifier Number", "after = two slashes are a regex")]
    [InlineData("f(1, // c\n /x/\n)", "Identifier OpenParen Number Comma CloseParen", "a comment takes lines that begin with a slash")]
    [InlineData("f(1, // c\n\n /x/)", "Identifier OpenParen Number Comma Regex CloseParen", "unless a line is empty between them")]
    [InlineData("a.1", "Identifier Number", "a point before a digit begins a number")]
    [InlineData("a.b", "Identifier Dot Identifier", "before a letter it does not")]
    public void Odd_rules_of_the_language_hold(string text, string expected, string because) =>
        Kinds(text).Should().Be(expected + " EndOfFile", because);

    [Fact]
    public void Every_kind_of_token_is_met_in_the_tables_above()
    {
        var met = string.Join(' ', typeof(LexerTests).GetMethods()
            .SelectMany(method => method.GetCustomAttributesData())
            .Where(attribute => attribute.AttributeType == typeof(InlineDataAttribute))
            .Select(attribute => Argument(attribute, 1))).Split(' ');

        Enum.GetNames<SyntaxKind>().Where(kind => kind != nameof(SyntaxKind.EndOfFile)).Should().BeSubsetOf(met);
    }

    [Fact]
    public void Tokens_with_their_trivia_joined_are_the_source()
    {
        foreach (var sample in ScriptSamples.All)
            Joined(sample).Should().Be(sample);

        Check.QuickThrowOnFailure(Prop.ForAll<string?>(text => Joined(text ?? "") == (text ?? "")));
        Check.QuickThrowOnFailure(Prop.ForAll<int>(seed =>
        {
            var text = ScriptSamples.Mutate(new Random(seed));
            return Joined(text) == text;
        }));
    }

    [Fact]
    public void Comment_lines_on_consecutive_lines_are_one_trivia()
    {
        var tree = SyntaxTree.Parse("// a\n  // b\n\n// c\nx");

        tree.Tokens[0].LeadingTrivia.Where(trivia => trivia.Kind == TriviaKind.Comment).Should().HaveCount(2);
        tree.Root.Statements[0].Should().BeOfType<ExpressionStatementSyntax>()
            .Which.Expression.Comments.SelectMany(block => block.Lines).Should().Equal("// a", "// b", "// c");
    }

    private static string Argument(System.Reflection.CustomAttributeData attribute, int index) =>
        (string)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!)[index].Value!;

    private static string Kinds(string text) => string.Join(' ', SyntaxTree.Parse(text).Tokens.Select(token => token.Kind));

    private static string Joined(string text) =>
        string.Concat(SyntaxTree.Parse(text).Tokens.Select(token => text.Substring(token.FullSpan.Start, token.FullSpan.Length)));
}
