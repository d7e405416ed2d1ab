using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Arrivals;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.From;
using Tocsin.Pipelines.Nodes.Stream;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Stats;

/// <summary>Says at each look of a deadman whether what its data comes from is silent as a whole: then no group can be called dead. For the pipeline's thread only.</summary>
internal sealed class BlindHold : IDisposable
{
    private readonly NodeContext _context;
    private readonly TimeSpan _after;
    private readonly Dictionary<ArrivalSource, SourceWatch> _watches = [];
    private readonly Func<bool>? _isSilent;
    private long _lookedAt = long.MinValue;

    private BlindHold(GraphNode watched, Duration after, NodeContext context)
    {
        _context = context;
        _after = after.ToTimeSpan();
        _isSilent = SilenceOf(watched, []);
    }

    /// <summary>True when nothing may be called dead now.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>What is silent, in words.</summary>
    public string Silent => string.Join(", ", _watches.Values.Where(watch => watch.IsSilent).Select(watch => watch.Describe()));

    /// <summary>What is watched, in words.</summary>
    public string Watched => string.Join(", ", _watches.Keys);

    /// <returns>Null when it is not known what the data comes from, or nobody watches that.</returns>
    public static BlindHold? Of(GraphNode watched, Duration after, NodeContext context)
    {
        if (context.Services.Blind is null || after <= Duration.Zero)
            return null;
        var hold = new BlindHold(watched, after, context);
        return hold._watches.Count > 0 ? hold : null;
    }

    /// <summary>Looks once at each time that is reported.</summary>
    public void LookAt(long time)
    {
        if (time == _lookedAt)
            return;
        _lookedAt = time;
        var now = _context.Services.Time.GetUtcNow();
        foreach (var watch in _watches.Values)
            watch.Look(now);
        IsHeld = _isSilent?.Invoke() == true && _context.Services.Blind!.CanReport; // There are watches.
    }

    public void Dispose()
    {
        foreach (var watch in _watches.Values)
            watch.Dispose();
    }

    // What joins or unites waits for the input that is behind, and passes nothing on when one is silent.
    private Func<bool>? SilenceOf(GraphNode node, HashSet<GraphNode> seen)
    {
        if (!seen.Add(node))
            return null;
        switch (node.Definition)
        {
            case FromNode from:
                return All([.. OriginsOf(from).Select(origin => Watch(new ArrivalSource(origin, from.Measurement)))]);
            case StreamNode:
                return All([.. _context.Origins.Select(origin => Watch(new ArrivalSource(origin, "")))]);
        }

        var inputs = node.Parents.Select(parent => SilenceOf(parent, seen)).OfType<Func<bool>>().ToList();
        return inputs.Count > 0 ? () => inputs.Exists(isSilent => isSilent()) : null;
    }

    private IEnumerable<Origin> OriginsOf(FromNode from) => _context.Origins.Where(origin =>
        (from.Database.Length == 0 || from.Database == origin.Database) && (from.RetentionPolicy.Length == 0 || from.RetentionPolicy == origin.RetentionPolicy));

    private Func<bool> Watch(ArrivalSource source)
    {
        if (!_watches.TryGetValue(source, out var watch))
            _watches.Add(source, watch = _context.Services.Blind!.Watch(source, _context.Services.IsShadow ? TimeSpan.MaxValue : _after, _context.TaskId)); // Asked for before.
        return () => watch.IsSilent;
    }

    private static Func<bool>? All(IReadOnlyList<Func<bool>> inputs) => inputs.Count > 0 ? () => inputs.All(isSilent => isSilent()) : null;
}
