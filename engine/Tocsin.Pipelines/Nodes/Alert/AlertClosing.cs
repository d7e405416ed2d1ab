using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Templates.Texts;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>Makes the last event of an alert whose data stays away.</summary>
internal sealed class AlertClosing
{
    public static readonly TemplateOptions TextOptions = new() { Shape = OptionTemplateData.Layout };

    private readonly NodeContext _context;
    private readonly AlertTopics _topics;
    private readonly TextTemplate? _message;

    /// <exception cref="TaskStartException">The text is not a template.</exception>
    public AlertClosing(AlertNode node, NodeContext context, AlertTopics topics)
    {
        _context = context;
        _topics = topics;
        if (node.CloseMessage.Length == 0)
            return;
        var parsed = TextTemplate.Parse("closeMessage", node.CloseMessage, TextOptions);
        _message = parsed.IsValid ? parsed.Template : throw new TaskStartException(parsed.Error.Message);
    }

    /// <summary>After how long without data alerts are closed whose script does not say it; zero for never.</summary>
    public Duration ConfiguredAbsence => Duration.Of(_context.Services.AlertOptions.Current.CloseSilentAfter);

    /// <summary>What is to be published; null when no topic knows the alert to be open.</summary>
    public AlertEvent? EndOf(string id, Duration absence)
    {
        if (_topics.LastOfOpen(id) is not { } last)
            return null;
        var end = AlertEnd.Of(last, _context.Services.Time.GetUtcNow(), AlertEnd.Message(last, $"no data for {absence}"));
        if (_message is null || !_message.TryRender(new OptionTemplateData(last with { DurationNanoseconds = end.DurationNanoseconds }), out var text, out _))
            return end;
        return end with { Message = text, Details = text };
    }
}
