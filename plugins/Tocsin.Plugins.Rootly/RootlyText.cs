using Tocsin.Sdk;

namespace Tocsin.Plugins.Rootly;

/// <summary>The texts of an alert, filled in for one event.</summary>
internal sealed class RootlyText(RootlyOptions options, HandlerContext context)
{
    private const int LongestSummary = 255;
    private const int LongestDescription = 10_000;

    public string SummaryOf(AlertEvent alert)
    {
        var text = Render(options.Summary, alert, "summary") ?? alert.Message;
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var line = end < 0 ? text : text[..end];
        return LimitedText.Cut(line.Length == 0 ? alert.Id : line, LongestSummary);
    }

    public string DescriptionOf(AlertEvent alert) =>
        LimitedText.Cut(Render(options.Description, alert, "description") ?? alert.Message, LongestDescription);

    /// <summary>The address the alert links to; empty for none.</summary>
    public string UrlOf(AlertEvent alert) => Render(options.ExternalUrl, alert, "external-url") ?? "";

    // Nobody is left without an alert for a template: the usual text takes its place.
    private string? Render(EventTemplate? template, AlertEvent alert, string option)
    {
        if (template is not { Text.Length: > 0 })
            return null;
        if (template.TryRender(alert, out var text, out var error))
            return text;

        context.Log($"the alert '{alert.Id}' goes to Rootly without its own {option}: {error}");
        return null;
    }
}
