using Tocsin.Dsl.Editing;
using Tocsin.Dsl.Editing.Colours;
using Tocsin.Dsl.Editing.Completing;
using Tocsin.Dsl.Editing.Diagnosing;
using Tocsin.Dsl.Editing.Fixes;
using Tocsin.Dsl.Editing.Hints;
using Tocsin.Dsl.Editing.Hovering;
using Tocsin.Dsl.Editing.Layout;
using Tocsin.Dsl.Editing.Names;
using Tocsin.Dsl.Editing.Signatures;
using Tocsin.Dsl.Editing.Structure;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Engine.Tests.Editing;

/// <summary>Scripts as they are while somebody writes them: nothing may break, whatever is asked.</summary>
public sealed class EveryPrefixTests
{
    // All prefixes of all scripts take minutes: TOCSIN_EVERY_PREFIX=1 asks for them, otherwise one in so many is looked at.
    private static readonly int Step = Environment.GetEnvironmentVariable("TOCSIN_EVERY_PREFIX") == "1" ? 1 : 61;

    private static readonly string[] Endings = ["", "\"", "'", "'''", "/", "(", "[", "|", "@", ".", "lambda:", "=", "\\", "😀", "\ud83d", "\udc00", "\0", "\u2028"];

    [Fact]
    public void Prefixes_of_all_scripts_are_answered()
    {
        var looked = 0;
        foreach (var (script, number) in Scripts().Select((script, number) => (script, number)))
        {
            for (var length = number % Step; length <= script.Length; length += Step)
            {
                Ask(script[..length], length);
                looked++;
            }
        }

        looked.Should().BeGreaterThan(1000);
    }

    [Fact]
    public void Whatever_comes_next_is_answered()
    {
        const string script = "dbrp \"a\".\"b\"\r\n// x\r\nvar a = 5\r\nvar b = stream\r\n    |from()\r\n        .measurement('cpu')\r\n    |where(lambda: \"v\" > a AND \"h\" =~ /x/)\r\n    |alert()\r\n        .crit(lambda: TRUE)\r\n";
        for (var length = 0; length <= script.Length; length += 3)
        {
            foreach (var ending in Endings)
                Ask(script[..length] + ending + script[length..], length + ending.Length);
        }
    }

    [Theory]
    [InlineData("(")]
    [InlineData("stream|")]
    [InlineData("var x = [")]
    [InlineData("a.b")]
    [InlineData("'")]
    public void Depth_and_length_are_bounded(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 20_000));
        Ask(text, text.Length);
    }

    [Fact]
    public void A_text_of_ten_megabytes_is_only_said_to_be_too_long()
    {
        var script = Edited.Script(new string('x', 10_000_000));
        ScriptDiagnosis.Of(script).Should().ContainSingle().Which.Code.Should().Be("TS4019");
        ScriptCompletion.At(script, 5_000_000, out _).Should().BeEmpty();
        ScriptColours.Of(script).Should().BeEmpty();
    }

    private static void Ask(string text, int offset)
    {
        var script = Edited.Script(text);
        try
        {
            var found = ScriptDiagnosis.Of(script);
            foreach (var item in ScriptCompletion.At(script, offset, out _).Take(3))
                item.Documentation().Should().NotBeNull();
            ScriptHover.At(script, offset, found);
            ScriptSignatures.At(script, offset);
            ScriptNames.DefinitionOf(script, offset);
            ScriptNames.ReferencesTo(script, offset);
            ScriptNames.Rename(script, offset, "other", out _);
            TextEdit.Apply(text, ScriptLayout.Of(script));
            ScriptColours.Of(script);
            ScriptFolds.Of(script);
            ScriptSymbols.Of(script);
            foreach (var fix in ScriptFixes.At(script, new TextSpan(0, text.Length), found))
                TextEdit.Apply(text, fix.Edits).Should().NotBe(text);
            ScriptHints.Of(script, new TextSpan(0, text.Length));
            ScriptLenses.Of(script);
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"at the end of: {text[Math.Max(0, text.Length - 300)..]}", e);
        }
    }

    private static IEnumerable<string> Scripts() => new[] { "tests/Conformance", "examples" }
        .SelectMany(folder => Directory.EnumerateFiles(RepositoryFiles.PathOf(folder), "*.tick", SearchOption.AllDirectories))
        .Order(StringComparer.Ordinal).Select(File.ReadAllText).Distinct();
}
