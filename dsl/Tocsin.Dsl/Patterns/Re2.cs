using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Tocsin.Dsl.Patterns;

/// <summary>
/// Regular expressions as scripts write them: the syntax and the meaning of RE2. They match in time linear in the text, save those
/// with <c>\b</c> or <c>\B</c> on texts that are not ASCII, and those that repeat some hundred times: they have limits, see
/// <see cref="BoundedPattern"/>.
/// </summary>
public static class Re2
{
    /// <summary>How long one match may take where it is not linear.</summary>
    public static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Compiles a pattern. Groups have the numbers they have in RE2; a named group can be found by its name too.
    /// </summary>
    /// <param name="error">What is wrong with the pattern and the part it is about, or null.</param>
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? error)
    {
        regex = null;
        var translator = new Re2Translator(pattern);
        var translated = translator.Translate();
        error = translator.Error;
        if (error is not null)
            return false;

        regex = translator.NeedsLookaround ? CompileWithTimeLimit(translated) : CompileLinear(translated);
        if (translator.NeedsLookaround)
            BoundedPattern.Of(regex).ForAscii = CompileLinear(new Re2Translator(pattern, isForAscii: true).Translate());
        return true;
    }

    /// <summary>Checks a pattern without the cost of compiling it.</summary>
    public static bool IsValid(string pattern, [NotNullWhen(false)] out string? error)
    {
        var translator = new Re2Translator(pattern);
        translator.Translate();
        error = translator.Error;
        return error is null;
    }

    private static Regex CompileLinear(string translated)
    {
        try
        {
            return new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            // The engine refuses automata beyond a fixed size, such as that of .{1,1000}, which RE2 takes.
            return CompileWithTimeLimit(translated);
        }
    }

    private static Regex CompileWithTimeLimit(string translated) => new(translated, RegexOptions.CultureInvariant, MatchTimeout);
}
