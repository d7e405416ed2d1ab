using Tocsin.Dsl.Syntax.Remedies;

namespace Tocsin.Dsl.Syntax;

/// <summary>Something to tell the author of a script: what, where, and the way out.</summary>
/// <param name="Code">Stable: <c>TS</c> and four digits. The documentation lists them.</param>
/// <param name="Message">What is wrong, naming the thing and its value.</param>
/// <param name="Span">Where. Empty at 0 when the script as a whole is meant.</param>
/// <param name="Hint">What to do about it, or null.</param>
public sealed record Diagnostic(string Code, Severity Severity, string Message, TextSpan Span, string? Hint = null)
{
    /// <summary>What the hint says, as a change of the script; null where there is none.</summary>
    public Remedy? Remedy { get; init; }
}
