using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Templates.Texts;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Aggregation;

/// <summary>What the <c>aggregate</c> handler gathers, and what it makes of it.</summary>
[HandlerOptions]
internal sealed record AggregateOptions : ICheckedOptions, IForwardingOptions
{
    private const string DefaultMessage = "Received {{ .Count }} events in the last {{.Interval}}.";

    /// <summary>The topic that gets the event.</summary>
    public required string Topic { get; init; }

    /// <summary>How long events are gathered, at least 1ms.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The id of the event, by which it is acknowledged and closed. Default: the topic whose events are gathered and the handler's id, as in <c>cpu:digest</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>The message, a template over <c>.Count</c> and <c>.Interval</c>. Default: how many events came in the interval.</summary>
    [TemplateText]
    public string Message { get; init; } = "";

    IEnumerable<string> IForwardingOptions.ForwardsTo => [Topic];

    public IEnumerable<OptionProblem> Check()
    {
        if (Interval <= TimeSpan.Zero)
            yield return new OptionProblem("interval", "events are gathered for a duration above 0, such as 10s");
        if (Topic.Length == 0)
            yield return new OptionProblem("topic", "name the topic that gets the aggregated events");
        else if (AddressableName.Problem(Topic) is { } problem)
            yield return new OptionProblem("topic", $"it cannot be used: {problem}");
        if (Parse(out var error) is null)
            yield return new OptionProblem("message", error);
    }

    /// <summary>The id of the events that a handler publishes.</summary>
    internal string IdFor(HandlerTarget handler) => Id.Length > 0 ? Id : $"{handler.Topic}:{handler.Handler}";

    /// <summary>The message of one event in the place of some.</summary>
    /// <exception cref="InvalidOperationException">The options are not right, see <see cref="Check"/>.</exception>
    internal TextTemplate Template() => Parse(out var error) ?? throw new InvalidOperationException(error);

    private TextTemplate? Parse(out string error)
    {
        var parsed = TextTemplate.Parse("message", Message.Length > 0 ? Message : DefaultMessage, new TemplateOptions { Shape = AggregateData.MessageShape });
        error = parsed.Error?.Message ?? "";
        if (parsed.Template is not { } template)
            return null;
        if (template.TryRender(new AggregateData(1, Duration.FromSeconds(1)), out _, out var failure))
            return template;
        error = failure;
        return null;
    }
}
