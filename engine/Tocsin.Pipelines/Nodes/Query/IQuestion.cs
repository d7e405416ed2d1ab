using Tocsin.Influx.Answers;
using Tocsin.Influx.Client;

namespace Tocsin.Pipelines.Nodes.Query;

/// <summary>What a node asks for, in the language of its query.</summary>
internal interface IQuestion
{
    /// <summary>True when a batch ends with its last point instead of with the span that was asked for.</summary>
    bool EndsWithPoints { get; }

    /// <summary>True when whole numbers stay whole.</summary>
    bool KeepsIntegers { get; }

    /// <summary>True when the measurement tells groups apart.</summary>
    bool IsByName { get; }

    /// <summary>The measurements that are read; null when only the data says.</summary>
    IReadOnlyList<string>? Measurements { get; }

    /// <summary>The columns that are selected; null when only the data says.</summary>
    IReadOnlyList<string>? Columns { get; }

    /// <summary>The tags that tell series apart; null when only the data says.</summary>
    IReadOnlyList<string>? Tags { get; }

    /// <summary>The text that is asked for a span of time.</summary>
    /// <param name="isLive">True when groups may be aligned to the span.</param>
    string TextFor(long start, long stop, bool isLive);

    Task AskAsync(InfluxClient client, long start, long stop, bool isLive, IInfluxRows rows, CancellationToken cancellationToken);
}
