using Microsoft.CodeAnalysis.Text;

namespace Tocsin.Scripting.Compiling;

/// <summary>
/// What is given to the compiler: it goes into what is nested by calling itself, and where it does not notice that its stack ends, the
/// process does. Looks at brackets and the lengths of statements only, past texts and comments, and need not understand C#.
/// </summary>
internal static class CsxLimits
{
    public const int LongestFile = 1_000_000;
    public const int DeepestNesting = 200;
    public const int LongestStatement = 2000;
    public const int MostDirectives = 1000;
    public const int MostElses = 1000;

    private const string TooDeep = "TS3500";
    private const string TooManyParts = "TS3501";
    private const string FileTooLong = "TS3502";
    private const string TakesTooLong = "TS3503";

    /// <summary>What the compiler needs for what is allowed, with much to spare.</summary>
    public const int StackSize = 64 * 1024 * 1024;

    /// <summary>Compilations at a time: each takes all of a processor and much memory.</summary>
    public const int MostAtOnce = 2;

    /// <summary>Scripts that were given up and whose thread still runs: more are not compiled.</summary>
    public const int MostGivenUp = 4;

    /// <summary>So long a compilation counts as one of those at a time: others do not wait for a slow one any longer.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    /// <summary>The longest that one compilation may take.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    /// <summary>What is too much of a file, with its place; null when nothing is.</summary>
    public static string? Check(string name, SourceText text)
    {
        if (text.Length > LongestFile)
            return $"{name}: error {FileTooLong}: the file has {text.Length} characters, a script at most {LongestFile}: put data into files that the script reads";
        var scan = new CsxScan(text.ToString());
        while (scan.Next())
        {
            if (scan.Depth > DeepestNesting)
                return At(TooDeep, $"brackets are nested deeper than {DeepestNesting} levels: move inner parts into variables or methods of their own");
            if (scan.Parts > LongestStatement)
                return At(TooManyParts, $"an expression has more than {LongestStatement} parts: make several statements of it");
            if (scan.Elses > MostElses)
                return At(TooManyParts, $"a file has more than {MostElses} times 'else': use a switch, or look the answer up in a dictionary");
            if (scan.Directives > MostDirectives)
                return At(TooManyParts, $"a file has more than {MostDirectives} lines that begin with #: leave some out");
        }

        return null;

        string At(string code, string what)
        {
            var place = text.Lines.GetLinePosition(scan.Position);
            return $"{name}:{place.Line + 1}:{place.Character + 1}: error {code}: {what}";
        }
    }

    /// <summary>What a script is told while too many are given up.</summary>
    public static string TooManyGivenUp(string name) =>
        $"{name}: error {TakesTooLong}: it is not compiled while the compiler is still at work on {MostGivenUp} scripts that were given up: make those smaller, and start the server again";

    /// <summary>What a compilation is told that takes too long.</summary>
    public static string TooLong(string name) => $"{name}: error {TakesTooLong}: compiling it takes longer than {Time.TotalSeconds:0} s: make its expressions smaller, as lambdas inside of lambdas";
}
