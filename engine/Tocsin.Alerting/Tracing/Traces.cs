using System.Diagnostics;
using Tocsin.Sdk;
using ActivityKind = System.Diagnostics.ActivityKind;

namespace Tocsin.Alerting.Tracing;

/// <summary>
/// What happens on the way from a request to the deliveries that it led to, as spans of one trace. While nobody listens, nothing is made and nothing is
/// looked up. Safe for any number of threads.
/// </summary>
public static class Traces
{
    /// <summary>The name under which listeners find them.</summary>
    public const string SourceName = "Tocsin";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>True while somebody listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>The span of the work at hand; null when it is part of no trace that is recorded.</summary>
    public static Activity? Current => IsOn && Activity.Current is { Recorded: true } span && ReferenceEquals(span.Source, Source) ? span : null;

    /// <summary>Begins the span of a request, as part of the sender's trace where it names one.</summary>
    /// <param name="traceparent">The header of that name, as W3C writes it; empty for none.</param>
    /// <param name="tracestate">The header of that name.</param>
    /// <returns>Null when the trace is not one of the sample.</returns>
    public static Activity? BeginRequest(string name, string? traceparent, string? tracestate)
    {
        if (!IsOn)
            return null;
        Activity.Current = null;
        ActivityContext.TryParse(traceparent, tracestate, isRemote: true, out var sender);
        return Kept(Source.StartActivity(name, ActivityKind.Server, sender));
    }

    /// <summary>Begins a span under another one, whichever thread that ran on, and whether it is over or not.</summary>
    /// <param name="under">Null when there is none; then what comes belongs to no trace.</param>
    public static Activity? Begin(string name, ActivityKind kind, ActivityContext? under)
    {
        if (!IsOn)
            return null;
        Activity.Current = null;
        return under is { } context ? Kept(Source.StartActivity(name, kind, context)) : null;
    }

    /// <summary>Notes an event of an alert in the span of the work at hand.</summary>
    public static void Note(AlertEvent alert) => Current?.AddEvent(new ActivityEvent(
        "alert", tags: new ActivityTagsCollection { ["tocsin.topic"] = alert.Topic, ["tocsin.alert"] = alert.Id, ["tocsin.level"] = alert.Level.ToString() }));

    // One that is not recorded would only be carried about.
    private static Activity? Kept(Activity? span)
    {
        if (span is not { Recorded: false })
            return span;
        span.Dispose();
        Activity.Current = null;
        return null;
    }
}
