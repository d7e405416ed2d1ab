namespace Tocsin.Dsl.Binding;

/// <summary>A script gave a node or property an argument it cannot take. Becomes a diagnostic at the call.</summary>
/// <param name="message">What is wrong, naming the value.</param>
/// <param name="hint">The way out, or null.</param>
public sealed class ScriptArgumentException(string message, string? hint = null) : Exception(message)
{
    /// <summary>The way out, or null.</summary>
    public string? Hint { get; } = hint;
}
