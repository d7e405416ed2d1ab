using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>The texts of an incident.</summary>
internal sealed class IncidentText(IncidentOptions options, HandlerContext context)
{
    private readonly EventTexts _texts = new("VictorOps", context);

    /// <summary>The title with the mark at its end.</summary>
    public string SummaryOf(AlertEvent alert)
    {
        var mark = " " + IncidentMark.Of(alert.Id);
        var text = OneLine(Or(_texts.Of("summary", alert, options.Summary).Text, alert.Message));
        return LimitedText.Cut(text.Length == 0 ? alert.Id : text, Limits.DisplayName - mark.Length) + mark;
    }

    /// <summary>The text below the title.</summary>
    public string DetailsOf(AlertEvent alert)
    {
        var text = Or(_texts.Of("details", alert, options.Details).Text, $"{WrittenDetails.AfterMessage(alert)}\n\nlevel {alert.Level.Text()}, alert {alert.Id}, {alert.Time.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
        return LimitedText.Cut(text, Limits.StateMessage);
    }

    private static string OneLine(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }

    private static string Or(string own, string usual) => own.Length > 0 ? own : usual;
}
