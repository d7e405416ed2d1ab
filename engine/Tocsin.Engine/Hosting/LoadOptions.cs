namespace Tocsin.Engine.Hosting;

/// <summary>Tasks, templates and handlers that are read from a folder when the server starts.</summary>
public sealed record LoadOptions
{
    /// <summary>Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Holds <c>tasks</c>, <c>templates</c> and <c>handlers</c>. Default <c>./load</c>.</summary>
    public string Dir { get; init; } = "./load";
}
