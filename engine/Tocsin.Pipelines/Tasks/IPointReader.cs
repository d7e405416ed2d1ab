using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Takes what is written to some databases: a task, or a recording.</summary>
internal interface IPointReader
{
    /// <summary>The databases and retention policies that are read, each once.</summary>
    IReadOnlyList<Origin> Origins { get; }

    /// <summary>The measurements that are wanted of them; null for all.</summary>
    IReadOnlySet<string>? Measurements { get; }

    /// <summary>True when there may be a time when it can keep no more.</summary>
    bool CanFill => false;

    /// <summary>Why nothing more should be written to it for now; null when it may. For any thread.</summary>
    string? WhyFull => null;

    /// <summary>Takes points, whose batch the reader holds until it is through with them. Waits while it has too many. Called by any thread.</summary>
    ValueTask EnqueueAsync(BatchShare points);
}
