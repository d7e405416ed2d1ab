using System.Text.RegularExpressions;
using Tocsin.Dsl.Patterns;

namespace Tocsin.Dsl.Tests.Patterns;

public class Re2Tests
{
    [Theory]
    [InlineData("c$", "abc", "c")]
    [InlineData("c$", "abc\n", null)]
    [InlineData("c\\z", "abc\n", null)]
    [InlineData("(?m)^b$", "a\nb\nc", "b")]
    [InlineData("\\Ab", "a\nb", null)]
    [InlineData("^\\d+$", "١٢٣", null)]
    [InlineData("^\\w+$", "naïve", null)]
    [InlineData("\\s", "\v\u00A0", null)]
    [InlineData("\\D\\S\\W", "éée", null)]
    [InlineData("\\D\\S\\W", "ééé", "ééé")]
    [InlineData("\\bfoo\\b", "éfooé", "foo")]
    [InlineData("\\bfoo\\b", "xfoo", null)]
    [InlineData("\\bfoo\\b", "a foo.", "foo")]
    [InlineData("o\\Bo", "foo", "oo")]
    [InlineData("o\\B", "oé", null)]
    [InlineData("(?i)k", "\u212A", "\u212A")]
    [InlineData("(?i)\u212A", "k", "k")]
    [InlineData("(?i)S", "\u017F", "\u017F")]
    [InlineData("(?i)\u017F", "S", "S")]
    [InlineData("(?i)å", "\u212B", "\u212B")]
    [InlineData("(?i)ß", "\u1E9E", "\u1E9E")]
    [InlineData("(?i)ω", "\u2126", "\u2126")]
    [InlineData("(?i)ι", "\u1FBE", "\u1FBE")]
    [InlineData("(?i)µ", "μ", "μ")]
    [InlineData("(?i)θ", "\u03F4", "\u03F4")]
    [InlineData("(?i)σ", "ς", "ς")]
    [InlineData("(?i)\u1E61", "\u1E9B", "\u1E9B")]
    [InlineData("(?i)ǆ", "ǅ", "ǅ")]
    [InlineData("(?i)ā", "Ā", "Ā")]
    [InlineData("(?i)straße", "STRAßE", "STRAßE")]
    [InlineData("(?i)straße", "STRASSE", null)]
    [InlineData("(?i)[a-k]+", "\u212AK", "\u212AK")]
    [InlineData("(?i)ı|İ", "iI", null)]
    [InlineData("(?i:A)b", "ab", "ab")]
    [InlineData("(?i:A)b", "aB", null)]
    [InlineData("(?i)a(?-i)b", "Ab", "Ab")]
    [InlineData("^\\pL+$", "naïve", "naïve")]
    [InlineData("\\p{Greek}+", "xαβγ", "αβγ")]
    [InlineData("\\p{^Greek}+", "xαβγ", "x")]
    [InlineData("\\PL+", "ab12", "12")]
    [InlineData("\\p{Nd}", "٣", "٣")]
    [InlineData("[[:alpha:]]+", "éab1", "ab")]
    [InlineData("[[:^alpha:]]+", "ab12", "12")]
    [InlineData("[^\\d\\s]+", "12 ab", "ab")]
    [InlineData("[]a-]+", "x]-a", "]-a")]
    [InlineData("[^a]", "\n", "\n")]
    [InlineData("a.b", "a\nb", null)]
    [InlineData("(?s)a.b", "a\nb", "a\nb")]
    [InlineData("^.$", "😀", "😀")]
    [InlineData("^..$", "😀", null)]
    [InlineData("^[😀-😂]{2}$", "😁😂", "😁😂")]
    [InlineData("[^a]", "😀", "😀")]
    [InlineData("😀+", "😀😀", "😀😀")]
    [InlineData("\\x{1F600}\\x41\\101\\0", "😀AA\0", "😀AA\0")]
    [InlineData("\\Qa+b\\E+", "a+bb", "a+bb")]
    [InlineData("\\Qa+b", "a+b", "a+b")]
    [InlineData("x{2,3}?y", "xxxxy", "xxxy")]
    [InlineData("a{,2}", "a{,2}", "a{,2}")]
    [InlineData("(?U)a+", "aaa", "a")]
    [InlineData("(?U)a+?", "aaa", "aaa")]
    [InlineData("a|ab", "ab", "a")]
    [InlineData("()*|b", "b", "")]
    [InlineData("a\\.\\/\\_", "a./_", "a./_")]
    [InlineData("^*a", "a", "a")]
    [InlineData("^.{1,1000}$", "aé😀", "aé😀")]
    [InlineData("(\\pL{10}){100}", "a", null)]
    public void Patterns_match_as_in_RE2(string pattern, string text, string? expected)
    {
        Re2.TryCompile(pattern, out var regex, out var error).Should().BeTrue(error);

        Match? match = null;
        BoundedPattern.Try(regex!, text, 0, static (regex, text, _) => regex.Match(text), ref match).Should().BeNull();
        (match!.Success ? match.Value : null).Should().Be(expected);
    }

    [Theory]
    [InlineData("(?=x)", "lookahead is not supported: `(?=`")]
    [InlineData("(?!x)", "lookahead is not supported: `(?!`")]
    [InlineData("(?<=x)", "lookbehind is not supported: `(?<`")]
    [InlineData("(?<n>x)", "a named group is written (?P<name>…): `(?<`")]
    [InlineData("(?>x)", "atomic groups are not supported: `(?>`")]
    [InlineData("(?(1)x)", "conditions are not supported: `(?(`")]
    [InlineData("(?#x)", "comments are not supported: `(?#`")]
    [InlineData("(?P=n)", "only (?P<name>…) may begin with (?P: `(?P`")]
    [InlineData("(?P<n>x)(?P<n>y)", "two groups have the same name: `n`")]
    [InlineData("(?P<n-m>x)", "invalid group name: `(?P<n-m>`")]
    [InlineData("(?i-)", "invalid group: `(?i-)`")]
    [InlineData("(?x)", "invalid group: `(?x`")]
    [InlineData("\\1", "backreferences are not supported: `\\1`")]
    [InlineData("\\C", "invalid escape sequence: `\\C`")]
    [InlineData("\\Z", "invalid escape sequence: `\\Z`")]
    [InlineData("\\8", "invalid escape sequence: `\\8`")]
    [InlineData("\\x{110000}", "invalid escape sequence: `\\x{110000}`")]
    [InlineData("[\\b]", "invalid escape sequence: `\\b`")]
    [InlineData("a\\", "a backslash at the end: `\\`")]
    [InlineData("\\p{Foo}", "unknown Unicode class: `\\p{Foo}`")]
    [InlineData("[[:foo:]]", "unknown character class: `[:foo:]`")]
    [InlineData("[z-a]", "the range runs backwards: `z-a`")]
    [InlineData("x[a", "missing closing ]: `[a`")]
    [InlineData("a(b", "missing closing ): `a(b`")]
    [InlineData("a)", "unexpected ): `a)`")]
    [InlineData("*a", "there is nothing to repeat: `*`")]
    [InlineData("a|*", "there is nothing to repeat: `*`")]
    [InlineData("a**", "a repeat cannot follow a repeat: `**`")]
    [InlineData("a++", "a repeat cannot follow a repeat: `++`")]
    [InlineData("a{1001}", "a repeat count must not exceed 1000, the parts it repeats included, nor run backwards: `{1001}`")]
    [InlineData("a{2,1}", "a repeat count must not exceed 1000, the parts it repeats included, nor run backwards: `{2,1}`")]
    [InlineData("(a{100}){11}", "a repeat count must not exceed 1000, the parts it repeats included, nor run backwards: `{11}`")]
    public void Patterns_that_RE2_refuses_are_refused(string pattern, string expected)
    {
        Re2.TryCompile(pattern, out _, out var error).Should().BeFalse();
        error.Should().Be(expected);
        Re2.IsValid(pattern, out error).Should().BeFalse();
    }

    [Fact]
    public void Groups_keep_their_numbers_beside_their_names()
    {
        Re2.TryCompile("(a)(?P<n>b)(c)(?P<1x>d)", out var regex, out _).Should().BeTrue();

        var groups = regex!.Match("abcd").Groups;
        new[] { groups[1].Value, groups[2].Value, groups[3].Value, groups[4].Value, groups["n"].Value }.Should().Equal("a", "b", "c", "d", "b");
    }

    [Fact]
    public void Random_patterns_compile_or_are_refused()
    {
        const string pieces = @"()[]{}|*+?.^$\-:!=<>PpQEdwsbzAxa1,0é😀";
        var random = new Random(7);
        for (var i = 0; i < 5000; i++)
        {
            var pattern = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (Re2.TryCompile(pattern, out var regex, out _))
                _ = regex.IsMatch("a1é😀(x");
        }
    }
}
