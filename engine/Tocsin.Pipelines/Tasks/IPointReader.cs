using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Takes what is written to some databases: a task, or a recording.</summary>
internal interface IPointReader
{
    /// <summary>The databases and retention policies that are read, each once.</summary>
    IReadOnlyList<Origin> Origins { get; }

    /// <summary>The measurements that are wanted of them; null for all.</summary>
    IReadOnlySet<string>? Measurements { get; }

    /// <summary>Takes points, whose batch the reader holds until it is through with them. Waits while it has too many. Called by any thread.</summary>
    ValueTask EnqueueAsync(BatchShare points);
}
