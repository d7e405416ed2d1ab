namespace Tocsin.Engine.Configuration;

/// <summary>What alerts of <c>|deadman()</c> say, and the one that every task may get.</summary>
public sealed record DeadmanOptions
{
    /// <summary>The id's template; the first <c>NODE_NAME</c> becomes the name of the watched node.</summary>
    public string Id { get; init; } = "{{ .Group }}:NODE_NAME for task '{{ .TaskName }}'";

    /// <summary>The message's template; the first <c>INTERVAL</c> becomes the interval.</summary>
    public string Message { get; init; } =
        "{{ .ID }} is {{ if eq .Level \"OK\" }}alive{{ else }}dead{{ end }}: {{ index .Fields \"emitted\" | printf \"%0.3f\" }} points/INTERVAL.";

    /// <summary>Whether the source of every task is watched. Default false.</summary>
    public bool Global { get; init; }

    /// <summary>Of a global one: this many points an interval or fewer raise the alert. Default 0.</summary>
    public double Threshold { get; init; }

    /// <summary>Of a global one: how long points are counted. Default 10 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);
}
