namespace Tocsin.Sdk.Functions;

/// <summary>The place of one instance of a function.</summary>
public sealed record FunctionContext
{
    /// <summary>The id of the task.</summary>
    public string Task { get; init; } = "";

    /// <summary>The node in the task, such as <c>smooth2</c>.</summary>
    public string Node { get; init; } = "";

    /// <summary>The group as alerts show it, <c>host=a,dc=b</c>; empty when everything is in one group.</summary>
    public string Group { get; init; } = "";

    /// <summary>Takes a line for the server's log, already with task, node and group. Not for every point.</summary>
    public Action<string> Log { get; init; } = static _ => { };
}
