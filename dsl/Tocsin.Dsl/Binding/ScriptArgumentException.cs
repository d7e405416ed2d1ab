namespace Tocsin.Dsl.Binding;

/// <summary>A script gave a node or property an argument it cannot take. Becomes a diagnostic at the call.</summary>
/// <param name="message">What is wrong, naming the value.</param>
/// <param name="hint">The way out, or null.</param>
public sealed class ScriptArgumentException(string message, string? hint = null) : Exception(message)
{
    /// <summary>The same, with what was given instead.</summary>
    /// <param name="wanted">What the argument must be.</param>
    /// <param name="given">What it is.</param>
    /// <param name="hint">The way out, or null.</param>
    public ScriptArgumentException(string wanted, object given, string? hint)
        : this($"{wanted}, not {Describe(given)}", hint)
    {
    }

    /// <summary>The way out, or null.</summary>
    public string? Hint { get; } = hint;

    /// <summary>What a script gave, in the words of the language: <c>the int 5</c>, <c>a lambda</c>.</summary>
    public static string Describe(object value) => ScriptTypes.Describe(value);
}
