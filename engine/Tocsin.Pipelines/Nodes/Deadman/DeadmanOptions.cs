using Tocsin.Alerting.Names;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Templates.Texts;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Deadman;

/// <summary>What alerts of <c>|deadman()</c> say unless their script says otherwise, how long they watch what is gone, and whether every task has one.</summary>
public sealed record DeadmanOptions : IGraphAddition, ICheckedOptions
{
    /// <summary>Whether every task has a deadman of all it reads, besides those of its script. Default false.</summary>
    public bool Global { get; init; }

    /// <summary>Points per interval at or below which that alert is critical. Default 0.</summary>
    public double Threshold { get; init; }

    /// <summary>How often that is looked at. Default 10 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The id's template; the first <c>NODE_NAME</c> becomes the name of the watched node.</summary>
    public string Id { get; init; } = "{{ .Group }}:NODE_NAME for task '{{ .TaskName }}'";

    /// <summary>The message's template; the first <c>INTERVAL</c> becomes the interval.</summary>
    public string Message { get; init; } =
        "{{ .ID }} is {{ if eq .Level \"OK\" }}alive{{ else }}dead{{ end }}: {{ index .Fields \"emitted\" | printf \"%0.3f\" }} points/INTERVAL.";

    /// <summary>
    /// How long a group is watched that sends nothing, over restarts too; then its alert is closed. Zero keeps it for ever. Default 7 d.
    /// </summary>
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// After how long without any data of a measurement, or of its database, one alert says so; deadmen behind it are held meanwhile: none of them calls a group
    /// dead. Scripts choose for themselves with <c>.holdWhenBlind()</c>. Zero, the default, for never, as Kapacitor does.
    /// </summary>
    public TimeSpan BlindAfter { get; init; }

    /// <summary>The topic of those alerts. Nothing is held while no handler listens to it. Default <c>blind</c>.</summary>
    public string BlindTopic { get; init; } = "blind";

    public IEnumerable<OptionProblem> Check()
    {
        if (BlindAfter < TimeSpan.Zero)
            yield return new OptionProblem("blind-after", "must not be negative; 0 for never");
        if (!TopicName.CanHaveHandlers(BlindTopic))
            yield return new OptionProblem("blind-topic", $"must be a topic that handlers can be defined for: {TopicName.Parts}");
        if (Interval <= TimeSpan.Zero)
            yield return new OptionProblem("interval", "must be above 0, such as 10s");
        if (Threshold < 0)
            yield return new OptionProblem("threshold", "must not be negative");
        if (TextTemplate.Parse("id", Id, AlertShapes.IdOptions).Error is { } id)
            yield return new OptionProblem("id", id.Message);
        if (TextTemplate.Parse("message", Message, AlertShapes.MessageOptions).Error is { } message)
            yield return new OptionProblem("message", message.Message);
    }

    /// <summary>Adds a deadman below the source when every task has one; what begins a script without data of its own, as <c>batch</c> does, has it below each of its children.</summary>
    void IGraphAddition.AddTo(GraphBuilder graph)
    {
        if (!Global || graph.Nodes is not [var source, ..])
            return;
        GraphNode[] watched = source.Provides == EdgeKind.None ? [.. source.Children] : [source];
        foreach (var node in watched)
            new DeadmanNode(Threshold, Duration.Of(Interval)).AddBelow(node, graph, node.Span);
    }
}
