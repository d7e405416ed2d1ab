using System.Text;

namespace Tocsin.Sdk;

/// <summary>
/// Fills the templates of a handler's options in. An alert is never lost for one: where a template cannot be filled in for an event, or names
/// nothing then, such as a channel by a tag that the event lacks, what the configuration says takes its place, and the server logs it.
/// Safe for any thread.
/// </summary>
/// <param name="service">The service's name, as the reasons of deliveries show it.</param>
/// <param name="context">Takes what is to be logged.</param>
public sealed class EventTexts(string service, HandlerContext context)
{
    // What templates print for a field that is not there.
    private const string NoValue = "<no value>";

    /// <summary>The text of an option for one event.</summary>
    /// <param name="option">The option's key, such as <c>channel</c>.</param>
    /// <param name="alert">The event.</param>
    /// <param name="own">What the handler says; null or empty when it says nothing.</param>
    /// <param name="usual">What the configuration says; null or empty when it says nothing.</param>
    public EventText Of(string option, AlertEvent alert, EventTemplate? own, EventTemplate? usual = null)
    {
        var problem = "";
        foreach (var template in (ReadOnlySpan<EventTemplate?>)[own, usual])
        {
            if (template is not { Text.Length: > 0 })
                continue;
            if (TryFill(template, alert, out var text, out var error))
                return new EventText(text, problem);

            problem = $"{service}: option '{option}' of the alert '{alert.Id}': {error}";
            context.Log(problem + (template == own && usual is { Text.Length: > 0 } ? "; the one of the configuration takes its place" : ""));
        }

        return new EventText("", problem);
    }

    /// <summary>The texts of a list for one event; those that name nothing are left out. When none is left, those of the configuration count.</summary>
    /// <param name="option">The option's key.</param>
    /// <param name="alert">The event.</param>
    /// <param name="own">What the handler says.</param>
    /// <param name="usual">What the configuration says.</param>
    /// <param name="problem">Why nothing is left; empty when something is, or nothing was said.</param>
    public IReadOnlyList<string> Of(
        string option, AlertEvent alert, IReadOnlyList<EventTemplate> own, IReadOnlyList<EventTemplate> usual, out string problem)
    {
        problem = "";
        foreach (var templates in (ReadOnlySpan<IReadOnlyList<EventTemplate>>)[own, usual])
        {
            var texts = new List<string>(templates.Count);
            foreach (var template in templates)
            {
                var text = Of(option, alert, template);
                if (text.Text.Length > 0)
                    texts.Add(text.Text);
                else if (text.Problem.Length > 0)
                    problem = text.Problem;
            }

            if (texts.Count == 0)
                continue;
            problem = "";
            return texts;
        }

        return [];
    }

    /// <summary>The texts of a map for one event; those that name nothing are left out.</summary>
    /// <param name="option">The option's key.</param>
    /// <param name="alert">The event.</param>
    /// <param name="templates">What the handler says.</param>
    public IReadOnlyDictionary<string, string> Of(string option, AlertEvent alert, IReadOnlyDictionary<string, EventTemplate> templates)
    {
        var texts = new Dictionary<string, string>(templates.Count, StringComparer.Ordinal);
        foreach (var (name, template) in templates)
        {
            if (Of($"{option}.{name}", alert, template).Text is { Length: > 0 } text)
                texts[name] = text;
        }

        return texts;
    }

    /// <summary>The values of a map for one event: its texts, and the numbers and truth values as they are. Texts that name nothing are left out.</summary>
    /// <param name="option">The option's key.</param>
    /// <param name="alert">The event.</param>
    /// <param name="values">What the handler says.</param>
    public IReadOnlyDictionary<string, object> Of(string option, AlertEvent alert, IReadOnlyDictionary<string, object> values)
    {
        var filled = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            if (value is not EventTemplate template)
                filled[name] = value;
            else if (Of($"{option}.{name}", alert, template).Text is { Length: > 0 } text)
                filled[name] = text;
        }

        return filled;
    }

    private static bool TryFill(EventTemplate template, AlertEvent alert, out string text, out string error)
    {
        if (!template.TryRender(alert, out var rendered, out var problem))
        {
            (text, error) = ("", problem);
            return false;
        }

        (text, error) = (rendered, "");
        if (!template.HasParts || (!rendered.Contains(NoValue, StringComparison.Ordinal) && rendered.EnumerateRunes().Any(Rune.IsLetterOrDigit)))
            return true;

        error = $"'{template.Text}' names nothing, it is '{rendered}'";
        return false;
    }
}
