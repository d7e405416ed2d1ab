using System.Text.RegularExpressions;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>The values that stand in for results of failed parts: zero, empty, FALSE. Never null.</summary>
internal static class Harmless
{
    private static readonly Regex EmptyRegex = new("", RegexOptions.NonBacktracking);

    public static T Of<T>()
    {
        if (typeof(T) == typeof(string))
            return (T)(object)"";
        if (typeof(T) == typeof(Regex))
            return (T)(object)EmptyRegex;

        // All other types of values are structs.
        return default!;
    }
}
