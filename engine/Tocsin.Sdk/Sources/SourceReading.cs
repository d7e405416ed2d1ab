namespace Tocsin.Sdk.Sources;

/// <summary>What a request says.</summary>
public sealed record SourceReading
{
    private SourceReading()
    {
    }

    /// <summary>Alerts, in order; all of a request are committed together.</summary>
    public IReadOnlyList<SourceEvent> Events { get; private init; } = [];

    /// <summary>Points for scripts, written when the definition names a database for them.</summary>
    public IReadOnlyList<SourcePoint> Points { get; init; } = [];

    /// <summary>True for a notification by which somebody tries out the connection: answered and counted, no alert is raised.</summary>
    public bool IsTest { get; private init; }

    /// <summary>Why the request is not understood; null when it is. It is kept in the quarantine, to be replayed when the source was mended.</summary>
    public string? Problem { get; private init; }

    /// <summary>What the sender is answered; null for an empty body with 202, or 200 for a try-out.</summary>
    public SourceReply? Reply { get; init; }

    /// <summary>What the sender is answered in the place of <see cref="Reply"/> when no handler gets any of the events, so that nobody learns of them.</summary>
    public SourceReply? UnheardReply { get; init; }

    /// <summary>Alerts; none when the request is fine but says nothing that matters.</summary>
    public static SourceReading Of(params IReadOnlyList<SourceEvent> events) => new() { Events = events };

    /// <summary>A try-out.</summary>
    public static SourceReading Test() => new() { IsTest = true };

    /// <summary>A shape that the source does not know.</summary>
    /// <param name="problem">What is missing or wrong and where, such as <c>alert.alertId is missing</c>.</param>
    public static SourceReading Unreadable(string problem) => new() { Problem = problem };
}
