using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Time;

namespace Tocsin.Alerting.Aggregation;

/// <summary>What a handler of kind aggregate does.</summary>
internal sealed record AggregateOptions
{
    private const string DefaultMessage = "Received {{ .Count }} events in the last {{.Interval}}.";

    /// <summary>The topic that gets the events.</summary>
    public required string Topic { get; init; }

    /// <summary>The id of these events.</summary>
    public required string Id { get; init; }

    /// <summary>How long events are gathered.</summary>
    public required Duration Interval { get; init; }

    /// <summary>The message, over <see cref="AggregateData"/>.</summary>
    public required TextTemplate Message { get; init; }

    /// <summary>Reads the options of a handler; the error names the option, its value and what it should be.</summary>
    public static bool TryRead(string? json, [NotNullWhen(true)] out AggregateOptions? options, [NotNullWhen(false)] out string? error)
    {
        options = null;
        if (!HandlerOptions.TryRead("aggregate", json, ["id", "interval", "topic", "message"], out var values, out error))
            return false;

        var id = values.Text("id") ?? "";
        var topic = values.Text("topic") ?? "";
        var interval = values.Nanoseconds("interval") ?? 0;
        var text = values.Text("message") is { Length: > 0 } message ? message : DefaultMessage;
        error = values.Error;
        if (error is null && interval <= 0)
            error = $"option \"interval\" of kind aggregate must be a duration above 0, such as 10s, not {interval}";
        if (error is null && topic.Length == 0)
            error = "option \"topic\" of kind aggregate must name the topic that gets the aggregated events";
        error ??= AddressableName.Problem(topic) is { } problem ? $"option \"topic\" of kind aggregate cannot be used: {problem}" : null;
        if (error is not null || !TryReadMessage(text, out var template, out error))
            return false;

        options = new AggregateOptions { Id = id, Topic = topic, Interval = new Duration(interval), Message = template };
        return true;
    }

    private static bool TryReadMessage(string text, [NotNullWhen(true)] out TextTemplate? template, [NotNullWhen(false)] out string? error)
    {
        var parsed = TextTemplate.Parse("message", text, new TemplateOptions { Shape = AggregateData.MessageShape });
        template = parsed.Template;
        error = parsed.Error?.Message;
        if (template is not null && !template.TryRender(new AggregateData(1, Duration.FromSeconds(1)), out _, out error))
            template = null;
        return template is not null;
    }
}
