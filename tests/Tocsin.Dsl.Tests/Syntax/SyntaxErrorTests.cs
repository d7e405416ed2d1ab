using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Tests.Syntax;

public class SyntaxErrorTests
{
    private const string Value = "a value: a number, duration, text, field, name, TRUE, FALSE or '('";

    [Theory]
    [InlineData("stream|from(«»", "TS0010", "unexpected end of the script, expected an argument or ')'", "a ')' is missing before it")]
    [InlineData("var «_»x = 5", "TS0001", "unexpected '_'", "names begin with a letter")]
    [InlineData("stream|from()«;»", "TS0001", "unexpected ';'", "statements need no separator: remove it")]
    [InlineData("f(lambda: \"a\" «&&» \"b\")", "TS0001", "unexpected '&&'", "write AND")]
    [InlineData("f(lambda: \"a\" > «==» 3)", "TS0001", "unexpected '=='", "a value must stand before this operator")]
    [InlineData("f(lambda: \"a\" // c\n«+» 1)", "TS0001", "unexpected '+'", "an operator cannot follow a comment: write the operator before the comment")]
    [InlineData("f(lambda: 'a' =~ /b/ «==» TRUE)", "TS0001", "unexpected '=='", "an operator cannot follow a regular expression: put the match in parentheses, as in (\"a\" =~ /x/) == TRUE")]
    [InlineData("«\uFEFF»stream", "TS0001", "unexpected character U+FEFF", "save the script as UTF-8 without a byte order mark")]
    [InlineData("f(«1.2.3»)", "TS0002", "the number 1.2.3 has more than one decimal point", "write a text that looks like a number in single quotes")]
    [InlineData("f(«\"a)»\ng()", "TS0003", "the name of a field or tag has no closing \"", "add the \"; if it is there, an earlier one is missing or is escaped by a backslash")]
    [InlineData("f(«'a)»\ng()", "TS0004", "the text has no closing '", "add it; if it is there, an earlier quote is missing, or a backslash before the quote takes it into the text (a text cannot end with a backslash)")]
    [InlineData("f(«/a)»\ng()", "TS0005", "the regular expression that begins here has no closing /", "add the /; a division is read as a regular expression where a value is expected, such as after a comment")]
    [InlineData("f(«08»)", "TS0006", "\"08\" is not a number", "a leading 0 means base 8, with digits 0 to 7: leave it out")]
    [InlineData("f(«9223372036854775808»)", "TS0006", "\"9223372036854775808\" is not a number", "whole numbers reach from 0 to 9223372036854775807; digits are 0 to 9")]
    [InlineData("f(«99999999999999999999s»)", "TS0007", "99999999999999999999s is not a duration", "its count must be a whole number up to 9223372036854775807 with digits 0 to 9")]
    [InlineData("f(«20000w»)", "TS0008", "the duration 20000w is too long", "the longest is about 292 years, or 15250w")]
    [InlineData("f(lambda: \"a\" =~ «/(?=x)/»)", "TS0009", "error in the regular expression: lookahead is not supported: `(?=`", null)]
    [InlineData("f(1h«30m»)", "TS0010", "unexpected duration 30m, expected ',' or ')'", "a duration has one unit: write 90m for 1h30m")]
    [InlineData("f(1.5«h»)", "TS0010", "unexpected name 'h', expected ',' or ')'", "the count of a duration is a whole number: write 90m for 1.5h")]
    [InlineData("f(1«e5»)", "TS0010", "unexpected name 'e5', expected ',' or ')'", "numbers have no exponent: write all digits")]
    [InlineData("f(5«ns»)", "TS0010", "unexpected name 'ns', expected ',' or ')'", "the smallest unit is u")]
    [InlineData("f(lambda: \"a\" > 1 «and» \"b\")", "TS0010", "unexpected name 'and', expected ',' or ')'", "write AND")]
    [InlineData("f(lambda: \"a\" «=» 5)", "TS0010", "unexpected '=', expected ',' or ')'", "compare with ==; '=' only gives a variable its value")]
    [InlineData("f(lambda: \"a\" // c\n «*» 2)", "TS0010", "unexpected '*', expected ',' or ')'", "a '*' after a comment isn't an operator: write the operator before the comment")]
    [InlineData("f(lambda «\"a\"» > 5)", "TS0010", "unexpected field or tag \"a\", expected ',' or ')'", "write 'lambda:' with the colon right after the word")]
    [InlineData("f(lambda: «/» x/)", "TS0010", "unexpected '/', expected " + Value, "put the regular expression in parentheses: lambda: (/x/)")]
    [InlineData("f(lambda: «lambda:» x)", "TS0010", "unexpected 'lambda:', expected " + Value, "a lambda stands alone as an argument or as the value of a variable; name it with 'var' to use it in another")]
    [InlineData("f(lambda: x > «)»)", "TS0010", "unexpected ')', expected " + Value, null)]
    [InlineData("f(lambda: x)«)»", "TS0010", "unexpected ')', expected " + Value, "there is a ')' too many, or a '(' is missing")]
    [InlineData("f(«,»)", "TS0010", "unexpected ',', expected " + Value, null)]
    [InlineData("f(1,«,» 2)", "TS0010", "unexpected ',', expected " + Value, null)]
    [InlineData("f('a' «'b'»)", "TS0010", "unexpected text 'b', expected ',' or ')'", "a ',' or an operator is missing before it")]
    [InlineData("a|«|»b()", "TS0010", "unexpected '|', expected the name of a node", "write OR between conditions; a chain has one '|' before each node")]
    [InlineData("a|b\n«|»c()", "TS0010", "unexpected '|', expected '(' after 'b'", null)]
    [InlineData("a|b().«.»c()", "TS0010", "unexpected '.', expected the name of a property", "a property has one '.' before its name")]
    [InlineData("a|«5»()", "TS0010", "unexpected number 5, expected the name of a node", null)]
    [InlineData("a|b(c\n|d()«»", "TS0010", "unexpected end of the script, expected ',' or ')'", "a ')' is missing before it")]
    [InlineData("var «AND» = 5", "TS0010", "unexpected 'AND', expected the name of the variable", null)]
    [InlineData("var x«-»1 = 5", "TS0010", "unexpected '-', expected '=' and a value, or a type such as int, float, string, duration", null)]
    [InlineData("var x = «»", "TS0010", "unexpected end of the script, expected " + Value, "give the variable a value")]
    [InlineData("var l = ['a', «5»]", "TS0010", "unexpected number 5, expected a text in single quotes, a name, '*' or ']'", null)]
    [InlineData("var l = ['a', 'b'\n«stream»", "TS0010", "unexpected name 'stream', expected ',' or ']'", "a ',' or an operator is missing before it, or a ')' or ']' of the line above")]
    [InlineData("dbrp «telegraf».\"a\"", "TS0010", "unexpected name 'telegraf', expected the name of a database in double quotes", null)]
    [InlineData("dbrp \"a\" «\"b\"»", "TS0010", "unexpected field or tag \"b\", expected '.' and the name of a retention policy", "a ',' or an operator is missing before it")]
    [InlineData("f(1 + «[»'a'])", "TS0010", "unexpected '[', expected " + Value, "a list stands alone as an argument or as the value of a variable")]
    [InlineData("(a)«|»b()", "TS0010", "unexpected '|', expected " + Value, null)]
    public void First_error_has_the_place_and_says_what_to_do(string marked, string code, string message, string? hint)
    {
        var expected = MarkedText.Parse(marked);
        var tree = SyntaxTree.Parse(expected.Text);

        tree.FirstError.Should().NotBeNull();
        (tree.FirstError!.Code, tree.FirstError.Message, tree.FirstError.Hint).Should().Be((code, message, hint));
        tree.FirstError.Span.Should().Be(new TextSpan(expected.Start, expected.Length));
    }

    [Theory]
    [InlineData("var x = «1e5»", "TS0102", "'1e5' is read as '1', and 'e5' is a statement of its own, which does nothing")]
    [InlineData("var x = «1h30m»", "TS0102", "'1h30m' is read as '1h', and '30m' is a statement of its own, which does nothing")]
    [InlineData("stream|from()\n«y»", "TS0101", "'y' is a statement of its own, which does nothing")]
    [InlineData("var x = «// c»\n5", "TS0103", "after '=', '=~' and '!~' two slashes are an empty regular expression, not a comment")]
    [InlineData("f(1, // c\n«/x/)»\n)", "TS0104", "this line begins with a slash right after a comment and is read as part of the comment")]
    [InlineData("f(«30501w»)", "TS0105", "the duration 30501w is too long and becomes 72h25m26.290448384s")]
    public void Traps_that_the_language_allows_are_warned_of(string marked, string code, string message)
    {
        var expected = MarkedText.Parse(marked);
        var tree = SyntaxTree.Parse(expected.Text);

        tree.HasErrors.Should().BeFalse();
        var warning = tree.Diagnostics[0];
        (warning.Severity, warning.Code, warning.Message).Should().Be((Severity.Warning, code, message));
        warning.Span.End.Should().Be(expected.Start + expected.Length);
        warning.Hint.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public void Several_mistakes_are_found_in_one_pass()
    {
        var tree = SyntaxTree.Parse(
            """
            var = 5
            stream
                |from()
                    .measurement('cpu'
                    .where(lambda: "a" && "b")
                |window(
                    .period(1h30m)
                |5()
                |alert()
                    .crit(lambda: "x" = 08)
            var y 7
            dbrp a
            """);

        tree.Diagnostics.Select(d => tree.Source.PositionOf(d.Span.Start).ToString()).Should().Equal(
            "line 1 char 5", "line 5 char 9", "line 5 char 28", "line 7 char 9", "line 7 char 19", "line 8 char 6",
            "line 10 char 27", "line 11 char 7", "line 12 char 6");
    }

    [Theory]
    [InlineData("f(1 «2», 3 «4»)")]
    [InlineData("f((1 + «)», «,» 2)")]
    [InlineData("var l = [«5», 'a' «'b'»]")]
    [InlineData("a|from((«)»«|»b()")]
    [InlineData("a|b(1 «2»\n  .c(3 «4»))\nf(«,»)")]
    [InlineData("f(lambda: (\"a\" > «AND» \"b\" «1»))")]
    [InlineData("a|«5»|b()|«'6'».c(«,»)")]
    public void Reading_goes_on_after_a_mistake(string marked)
    {
        var (text, places) = Unmark(marked);

        SyntaxTree.Parse(text).Diagnostics.Select(d => d.Span.Start).Should().Equal(places);
    }

    [Theory]
    [InlineData("f(1.2.{0})", "TS0002")]
    [InlineData("f(1{0})", "TS0006")]
    [InlineData("f(1{0}s)", "TS0007")]
    [InlineData("f(0{1}20000w)", "TS0008")]
    [InlineData("f(0{1}30501w)", "TS0105")]
    [InlineData("f(1 1{0})", "TS0010")]
    [InlineData("f(1 1{0}s)", "TS0010")]
    [InlineData("f(1 x{0})", "TS0010")]
    [InlineData("f(1 '{0}')", "TS0010")]
    [InlineData("a|x{0}.b()", "TS0010")]
    [InlineData("x x{0}", "TS0101")]
    public void Long_texts_are_cut_off_in_messages(string pattern, string code)
    {
        var text = pattern.Replace("{0}", new string('7', 100_000)).Replace("{1}", new string('0', 100_000));

        var told = SyntaxTree.Parse(text).Diagnostics;

        told.Should().Contain(d => d.Code == code);
        told.Should().OnlyContain(d => d.Message.Length < 250);
    }

    [Fact]
    public void Cut_off_texts_keep_letters_whole() =>
        SyntaxTree.Parse("f(1 'a" + string.Concat(Enumerable.Repeat("\U0001F600", 30)) + "')").FirstError!.Message.EnumerateRunes()
            .Should().NotContain(System.Text.Rune.ReplacementChar);

    [Fact]
    public void Script_that_ends_after_a_comma_lacks_an_argument() =>
        SyntaxTree.Parse("f(1,").FirstError!.Message.Should().Be("unexpected end of the script, expected an argument or ')'");

    [Theory]
    [InlineData("\nf(08)")]
    [InlineData("\nf(/(/)")]
    [InlineData("\nf(1 2)")]
    [InlineData("\ny")]
    [InlineData("\nvar x = // a")]
    [InlineData(";")]
    public void First_100_mistakes_of_a_sort_are_told(string mistake)
    {
        var tree = SyntaxTree.Parse(string.Concat(Enumerable.Repeat(mistake, 300)));

        tree.Diagnostics.GroupBy(d => d.Code).Should().OnlyContain(sort => sort.Count() == 100);
        tree.Diagnostics[^1].Span.Start.Should().BeLessThan(101 * mistake.Length);
    }

    [Fact]
    public void Columns_count_bytes() =>
        SyntaxTree.Parse("\té'é' ;").Source.PositionOf(7).ToString().Should().Be("line 1 char 10");

    [Theory]
    [InlineData("", "unexpected end of the script")]
    [InlineData("\"a\" > 1)", "unexpected ')'")]
    [InlineData("lambda: x", "unexpected 'lambda:'")]
    [InlineData("a|b()", "unexpected '|'")]
    public void Lambda_text_must_be_one_expression(string text, string message) =>
        SyntaxTree.ParseLambda(text).FirstError!.Message.Should().StartWith(message);

    private static (string Text, List<int> Places) Unmark(string marked)
    {
        var places = new List<int>();
        for (var at = marked.IndexOf('«'); at >= 0; at = marked.IndexOf('«'))
        {
            places.Add(at);
            marked = marked.Remove(at, 1).Remove(marked.IndexOf('»', at) - 1, 1);
        }

        return (marked, places);
    }
}
