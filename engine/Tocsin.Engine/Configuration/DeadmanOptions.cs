namespace Tocsin.Engine.Configuration;

/// <summary>What alerts of <c>|deadman()</c> say unless their script says otherwise.</summary>
public sealed record DeadmanOptions
{
    /// <summary>The id's template; the first <c>NODE_NAME</c> becomes the name of the watched node.</summary>
    public string Id { get; init; } = "{{ .Group }}:NODE_NAME for task '{{ .TaskName }}'";

    /// <summary>The message's template; the first <c>INTERVAL</c> becomes the interval.</summary>
    public string Message { get; init; } =
        "{{ .ID }} is {{ if eq .Level \"OK\" }}alive{{ else }}dead{{ end }}: {{ index .Fields \"emitted\" | printf \"%0.3f\" }} points/INTERVAL.";
}
