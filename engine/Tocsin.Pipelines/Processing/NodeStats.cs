namespace Tocsin.Pipelines.Processing;

/// <summary>A node's counters. Written by the pipeline's thread; others may read a value that is a little old.</summary>
internal sealed class NodeStats
{
    private const double Weight = 0.02;

    private readonly List<NodeCounter> _counters = [];
    private double _averageNanoseconds;

    /// <summary>Messages that failed.</summary>
    public long Errors { get; set; }

    /// <summary>The last message that failed; null when none did.</summary>
    public NodeFailure? LastFailure { get; set; }

    /// <summary>Groups the node keeps something for.</summary>
    public long WorkingCardinality { get; set; }

    /// <summary>Moving average of the time one message takes, in nanoseconds.</summary>
    public long AverageExecutionNanoseconds => (long)_averageNanoseconds;

    /// <summary>The counters that only nodes of this kind have.</summary>
    public IReadOnlyList<NodeCounter> Counters => _counters;

    /// <summary>Adds a counter, such as <c>alerts_triggered</c>.</summary>
    public NodeCounter AddCounter(string name)
    {
        var counter = new NodeCounter(name);
        _counters.Add(counter);
        return counter;
    }

    internal void AddExecutionTime(long nanoseconds) =>
        _averageNanoseconds = _averageNanoseconds == 0 ? nanoseconds : _averageNanoseconds + (Weight * (nanoseconds - _averageNanoseconds));
}
