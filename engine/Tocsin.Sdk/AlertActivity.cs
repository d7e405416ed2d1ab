namespace Tocsin.Sdk;

/// <summary>One thing that was done about an alert. Its level stays what it is.</summary>
public sealed record AlertActivity
{
    /// <summary>What was done.</summary>
    public required ActivityKind Kind { get; init; }

    /// <summary>Who did it, as the system names people; empty when nobody is named.</summary>
    public string By { get; init; } = "";

    /// <summary>What was said; empty when nothing was.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where it was done: <c>victorops</c>, <c>pagerduty</c>, …; <c>tocsin</c> for the server's own API. It is not reported back there.</summary>
    public string System { get; init; } = "";

    /// <summary>The incident there; null when none is named.</summary>
    public IncidentReference? Incident { get; init; }

    /// <summary>When it was done.</summary>
    public required DateTimeOffset At { get; init; }
}
