using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Processing;

/// <summary>The node at the head of a pipeline that takes what was written.</summary>
internal interface ISourceProcessor
{
    /// <summary>The measurements that the script wants; null when it wants all. Others are not brought.</summary>
    IReadOnlySet<string>? Measurements { get; }

    /// <summary>The series that the pipeline has; null when it has all.</summary>
    SeriesPart? Part { get; set; }

    /// <summary>Passes on points of a write.</summary>
    void OnWrite(BatchShare points, ExecutionClock clock);
}
