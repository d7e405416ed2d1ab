using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Sdk;

/// <summary>
/// An option that is a text with <c>{{ }}</c> parts, filled in for each event. The engine supplies it: a text that cannot be parsed is
/// refused where the option is given, so that a handler only ever meets good ones. Its parts may name <c>.ID</c>, <c>.Message</c>,
/// <c>.Level</c>, <c>.Time</c>, <c>.Duration</c>, <c>.Name</c>, <c>.TaskName</c>, <c>.Group</c>, <c>.Tags</c>, <c>.Fields</c>, <c>.Details</c>,
/// <c>.Data</c>, <c>.PreviousLevel</c> and <c>.Recoverable</c>.
/// <see cref="EventTexts"/> fills it in where an alert must go out all the same. Never changes; safe for any thread.
/// </summary>
public abstract class EventTemplate
{
    /// <summary>The text as it was given.</summary>
    public abstract string Text { get; }

    /// <summary>Whether the text has parts to fill in; it is the same for every event when it has none.</summary>
    public bool HasParts => Text.Contains("{{", StringComparison.Ordinal);

    /// <summary>A text that is the same for every event, whatever stands in it: for defaults, and for tests.</summary>
    public static EventTemplate Constant(string text) => new ConstantTemplate(text);

    /// <inheritdoc cref="Constant"/>
    public static implicit operator EventTemplate(string text) => Constant(text);

    /// <summary>Fills the text in. False when that cannot be done for this event, such as for a name that is not known.</summary>
    /// <param name="alert">The event.</param>
    /// <param name="text">The filled-in text.</param>
    /// <param name="error">What went wrong, with the place in the template.</param>
    public abstract bool TryRender(AlertEvent alert, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error);

    /// <summary>The text as it was given.</summary>
    public override string ToString() => Text;

    private sealed class ConstantTemplate(string text) : EventTemplate
    {
        public override string Text => text;

        public override bool TryRender(AlertEvent alert, [NotNullWhen(true)] out string? rendered, [NotNullWhen(false)] out string? error)
        {
            (rendered, error) = (Text, null);
            return true;
        }
    }
}
