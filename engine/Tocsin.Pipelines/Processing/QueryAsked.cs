namespace Tocsin.Pipelines.Processing;

/// <summary>A query that is made.</summary>
/// <param name="Task">The task.</param>
/// <param name="Node">The node of the task that asks.</param>
/// <param name="Start">Where the span of time begins that is asked for, in nanoseconds.</param>
/// <param name="Stop">Where it ends; that moment is not part of it.</param>
public sealed record QueryAsked(string Task, string Node, long Start, long Stop)
{
    /// <summary>The measurements it reads; null when only the data says.</summary>
    public IReadOnlyList<string>? Measurements { get; init; }

    /// <summary>The columns it selects; null when only the data says.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The tags it groups by; null when only the data says.</summary>
    public IReadOnlyList<string>? Tags { get; init; }
}
