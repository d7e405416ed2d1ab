using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Engine.Sources;

/// <summary>One defined source: what it is, how it does, and what it keeps over changes of its definition. Safe for any thread.</summary>
public sealed class Source
{
    // A sender with a wrong secret comes again and again.
    private static readonly TimeSpan RefusalsAreLogged = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private SourceCounts _counts = new();
    private DateTimeOffset? _refusalLogged;
    private volatile SourcePlan? _plan;

    internal Source(SourceSpec spec, ConfigMap values, SourceKeys keys)
    {
        Spec = spec;
        Values = values;
        Keys = keys;
    }

    /// <summary>The definition.</summary>
    public SourceSpec Spec { get; internal set; }

    /// <summary>Why the source takes nothing now, such as a kind that no plugin brings; empty when it works.</summary>
    public string Problem { get; internal set; } = "";

    /// <summary>What it did.</summary>
    public SourceCounts Counts
    {
        get
        {
            lock (_gate)
                return _counts;
        }
    }

    /// <summary>True when anybody may send, so far as the definition says.</summary>
    public bool IsOpen => _plan is { IsOpen: true };

    /// <summary>Where its events go that name no topic; empty while it does not work.</summary>
    public string Topic => _plan?.Topic ?? "";

    internal ConfigMap Values { get; set; }

    internal SourceKeys Keys { get; }

    /// <summary>Null while it does not work.</summary>
    internal SourcePlan? Plan
    {
        get => _plan;
        set => _plan = value;
    }

    /// <summary>Counts a request that was refused.</summary>
    /// <param name="why">What is wrong with it, without secrets.</param>
    /// <returns>True when the log is to say so: for another reason than the last, and every now and then.</returns>
    internal bool Refuse(string why, DateTimeOffset at)
    {
        lock (_gate)
        {
            var isNews = why != _counts.LastRefusal || _refusalLogged is not { } logged || at - logged >= RefusalsAreLogged;
            if (isNews)
                _refusalLogged = at;
            _counts = _counts with { Refused = _counts.Refused + 1, RefusedInRow = _counts.RefusedInRow + 1, LastRefused = at, LastRefusal = why, LastError = why };
            return isNews;
        }
    }

    internal void Count(Func<SourceCounts, SourceCounts> change)
    {
        lock (_gate)
            _counts = change(_counts);
    }
}
