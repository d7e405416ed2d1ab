using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>Compiles the patterns of expressions so that they run in linear time.</summary>
internal static class Patterns
{
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out Regex? regex, out string? error)
    {
        try
        {
            regex = new Regex(pattern.Replace("(?P<", "(?<"), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            error = null;
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            regex = null;
            error = exception.Message;
            return false;
        }
    }
}
