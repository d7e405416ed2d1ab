using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>The texts of an incident.</summary>
internal sealed class IncidentText(IncidentOptions options, HandlerContext context)
{
    /// <summary>The title with the mark at its end.</summary>
    public string SummaryOf(AlertEvent alert)
    {
        var mark = " " + IncidentMark.Of(alert.Id);
        var text = OneLine(Render(options.Summary, alert, "summary") ?? alert.Message);
        return LimitedText.Cut(text.Length == 0 ? alert.Id : text, Limits.DisplayName - mark.Length) + mark;
    }

    /// <summary>The text below the title.</summary>
    public string DetailsOf(AlertEvent alert)
    {
        var text = Render(options.Details, alert, "details") ?? $"{alert.Message}\n\nlevel {alert.Level.Text()}, alert {alert.Id}, {alert.Time.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";
        return LimitedText.Cut(text, Limits.StateMessage);
    }

    private static string OneLine(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }

    // Nobody is left unpaged for a template: the usual text takes its place.
    private string? Render(EventTemplate? template, AlertEvent alert, string option)
    {
        if (template is not { Text.Length: > 0 })
            return null;
        if (template.TryRender(alert, out var text, out var error))
            return text;

        context.Log($"the incident of '{alert.Id}' gets the usual text in the place of its {option}: {error}");
        return null;
    }
}
