using Tocsin.Scripting.Compiling;
using Tocsin.Scripting.Tests.Testing;

namespace Tocsin.Scripting.Tests.Handlers;

/// <summary>Scripts that would end the compiler, and the server with it.</summary>
public sealed class LimitTests : IDisposable
{
    private readonly ScriptRig _rig = new();

    [Theory]
    [InlineData("var x = ", "(", "1", ")")]
    [InlineData("var x = ", "[", "1", "]")]
    [InlineData("var x = 1 is ", "(", "1", ")")]
    [InlineData("List", "<List", "", ">")]
    [InlineData("", "{", "", "}")]
    [InlineData("var x = ", "(", "", "")]
    [InlineData("#if ", "(", "A", ")")]
    [InlineData("var x = ", "$\"{", "1", "}\"")]
    public void What_is_nested_too_deeply_is_refused_with_its_place(string before, string open, string inner, string close)
    {
        var file = _rig.File("h.csx", $"\n{before}{Repeat(open)}{inner}{Repeat(close)};\n");

        _rig.TryHandler("""{"file": "h.csx"}""", out var error);

        error.Should().MatchRegex($"{file}:2:[0-9]+: error TS3500: brackets are nested deeper than 200 levels: move inner parts into variables or methods of their own");
    }

    [Theory]
    [InlineData("var x = a", "[0]")]
    [InlineData("var x = a", "(0)")]
    [InlineData("var x = a", "?.b")]
    [InlineData("var x = ", "!")]
    [InlineData("var x = 1 is ", "not ")]
    [InlineData("var x = ", "a => ")]
    [InlineData("int", "*")]
    [InlineData("using A", ".A")]
    [InlineData("", "if (true) ")]
    [InlineData("#if ", "!")]
    [InlineData("var x = ", "from a in ")]
    public void A_chain_without_end_is_refused_with_its_place(string before, string link)
    {
        var file = _rig.File("h.csx", $"// a line\n{before}{Repeat(link)};\n");

        _rig.TryHandler("""{"file": "h.csx"}""", out var error);

        error.Should().MatchRegex($"{file}:2:[0-9]+: error TS3501: an expression has more than 2000 parts: make several statements of it");
    }

    [Fact]
    public void The_same_holds_for_code_in_a_definition_for_files_that_are_loaded_and_for_lines_of_directives()
    {
        _rig.TryHandler($$"""{"code": "return {{Repeat("(")}}"}""", out var ofCode);
        var inner = _rig.File("inner.csx", "var x = " + Repeat("("));
        _rig.File("h.csx", "#load \"inner.csx\"\nreturn Delivery.Done;");
        _rig.TryHandler("""{"file": "h.csx"}""", out var ofLoaded);
        _rig.File("d.csx", Repeat("#if A\n"));
        _rig.TryHandler("""{"file": "d.csx"}""", out var ofLines);

        ofCode.Should().Contain("code:1:208: error TS3500: ");
        ofLoaded.Should().Contain($"{inner}:1:209: error TS3500: ");
        ofLines.Should().Contain("d.csx:1001:1: error TS3501: a file has more than 1000 lines that begin with #");
    }

    [Fact]
    public void A_ladder_of_else_is_refused_however_its_steps_end()
    {
        var file = _rig.File("h.csx", "// a line\n" + Repeat("if (true); else ") + ";\n");

        _rig.TryHandler("""{"file": "h.csx"}""", out var error);

        error.Should().MatchRegex($"{file}:2:[0-9]+: error TS3501: a file has more than 1000 times 'else': use a switch");
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused()
    {
        _rig.File("h.csx", new string(' ', 1_000_001));

        _rig.TryHandler("""{"file": "h.csx"}""", out var error);

        error.Should().Contain("h.csx: error TS3502: the file has 1000001 characters, a script at most 1000000: put data into files that the script reads");
    }

    [Fact]
    public void As_much_as_is_allowed_compiles()
    {
        var brackets = string.Concat(Enumerable.Repeat("(", 190)) + "1" + string.Concat(Enumerable.Repeat(")", 190));
        var sum = "1" + string.Concat(Enumerable.Repeat(" + 1", 900));

        _rig.HandlerOf($"var a = {brackets}; var b = {sum}; return Delivery.Refused($\"{{a + b}}\");");
    }

    [Fact]
    public void Brackets_and_signs_in_texts_and_comments_and_many_statements_do_not_count()
    {
        var lines = string.Concat(Enumerable.Range(0, 3000).Select(i => $"var a{i} = {i} < 3 ? \"((((\" : @\"[[\"\"[[\"; // {{{{{{{{\nvar c{i} = '('; /* (((( */\n"));
        var items = "var list = new[] { " + string.Concat(Enumerable.Repeat("1, ", 5000)) + "};\nvar raw = \"\"\"\n((((\n\"\"\";\n";
        var scan = new CsxScan(lines + items + "var s = $\"{(1)} it's\"; if (a1 < a2 && a2 < a3) { }");
        var (deepest, longest) = (0, 0);
        while (scan.Next())
            (deepest, longest) = (Math.Max(deepest, scan.Depth), Math.Max(longest, scan.Parts));

        deepest.Should().BeLessThan(4);
        longest.Should().BeLessThan(30);
    }

    public void Dispose() => _rig.Dispose();

    private static string Repeat(string text) => string.Concat(Enumerable.Repeat(text, 100_000 / Math.Max(1, text.Length)));
}
