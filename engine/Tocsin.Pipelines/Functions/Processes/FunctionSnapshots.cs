using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>What the function of one node knew when it was asked last, kept over its ends and those of the server. For one thread at a time.</summary>
internal sealed class FunctionSnapshots
{
    private const int MostTrials = 2;

    private readonly NodeContext _context;
    private readonly string _function;
    private byte[]? _current;
    private int _distrusts;

    public FunctionSnapshots(NodeContext context, string function)
    {
        (_context, _function) = (context, function);
        _current = context.Services.Store?.ReadFunctionSnapshot(context.TaskId, context.NodeName) is { } row && row.Function == function ? row.Snapshot : null;
    }

    /// <summary>False where nothing outlives the pipeline.</summary>
    public bool IsKept => _context.Services.Store is not null;

    /// <summary>From one to the next.</summary>
    public TimeSpan Interval => _context.Services.SnapshotInterval.Current;

    /// <summary>To be given back to the function; null for nothing.</summary>
    public byte[]? Current => _distrusts < MostTrials ? _current : null;

    /// <summary>The function did not come back from it. The second time it is left out.</summary>
    public void Distrust() => _distrusts++;

    /// <summary>Keeps what the function knows now. Nothing is kept of one that knows nothing.</summary>
    public void Save(byte[] snapshot)
    {
        _distrusts = 0;
        if (snapshot.Length == 0 || (_current is not null && _current.AsSpan().SequenceEqual(snapshot)))
            return;
        _current = snapshot;
        _context.Services.Store?.Enqueue(new FunctionSnapshotChange(_context.TaskId, _context.NodeName, _function, snapshot));
    }
}
