using Tocsin.Sdk;

namespace Tocsin.Plugins.Rootly;

/// <summary>The texts of an alert, filled in for one event.</summary>
internal sealed class RootlyText(RootlyOptions options, HandlerContext context)
{
    private const int LongestSummary = 255;
    private const int LongestDescription = 10_000;

    private readonly EventTexts _texts = new("Rootly", context);

    public string SummaryOf(AlertEvent alert)
    {
        var text = Or(_texts.Of("summary", alert, options.Summary).Text, alert.Message);
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var line = end < 0 ? text : text[..end];
        return LimitedText.Cut(line.Length == 0 ? alert.Id : line, LongestSummary);
    }

    public string DescriptionOf(AlertEvent alert) =>
        LimitedText.Cut(Or(_texts.Of("description", alert, options.Description).Text, WrittenDetails.AfterMessage(alert)), LongestDescription);

    /// <summary>The address the alert links to; empty for none.</summary>
    public string UrlOf(AlertEvent alert) => _texts.Of("external-url", alert, options.ExternalUrl).Text;

    private static string Or(string own, string usual) => own.Length > 0 ? own : usual;
}
