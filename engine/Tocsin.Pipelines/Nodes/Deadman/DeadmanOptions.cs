namespace Tocsin.Pipelines.Nodes.Deadman;

/// <summary>What alerts of <c>|deadman()</c> say unless their script says otherwise, and how long they watch what is gone.</summary>
public sealed record DeadmanOptions
{
    /// <summary>The id's template; the first <c>NODE_NAME</c> becomes the name of the watched node.</summary>
    public string Id { get; init; } = "{{ .Group }}:NODE_NAME for task '{{ .TaskName }}'";

    /// <summary>The message's template; the first <c>INTERVAL</c> becomes the interval.</summary>
    public string Message { get; init; } =
        "{{ .ID }} is {{ if eq .Level \"OK\" }}alive{{ else }}dead{{ end }}: {{ index .Fields \"emitted\" | printf \"%0.3f\" }} points/INTERVAL.";

    /// <summary>
    /// How long a group is watched that sends nothing, over restarts too; then its alert is closed. Zero keeps it for ever. Default 7 d.
    /// </summary>
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromDays(7);
}
