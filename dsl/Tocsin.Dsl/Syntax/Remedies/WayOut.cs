using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Dsl.Syntax.Remedies;

/// <summary>The way out of a mistake: in words for people, and as a change for editors where there is one. Words alone are one too.</summary>
/// <param name="Text">What to do; null where there is nothing to say.</param>
/// <param name="Remedy">The change; null for none.</param>
public sealed record WayOut(string? Text, Remedy? Remedy = null)
{
    /// <summary>Words alone.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator WayOut?(string? text) => text is null ? null : new WayOut(text);
}
