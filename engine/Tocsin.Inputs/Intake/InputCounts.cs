using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Deliveries;

namespace Tocsin.Inputs.Intake;

/// <summary>Counts what an input does and says now and then what is wrong. Safe for any number of threads.</summary>
internal sealed partial class InputCounts(string name, TimeProvider time, ILogger log)
{
    private const int LongestError = 300;

    private readonly Lock _gate = new();
    private LogPauses _pauses;
    private long _connections;
    private long _received;
    private long _points;
    private long _refused;
    private long _dropped;
    private long _refusedInRow;
    private long _failing;
    private long _incomplete;
    private volatile string _lastError = "";

    /// <summary>Counts what came in.</summary>
    public void Received() => Interlocked.Increment(ref _received);

    /// <summary>Counts points that tasks took: what was wrong before is over, unless something that is asked is at fault.</summary>
    public void Written(long points)
    {
        Interlocked.Add(ref _points, points);
        if (points == 0)
            return;
        Interlocked.Exchange(ref _refusedInRow, 0);
        if (Interlocked.Read(ref _failing) + Interlocked.Read(ref _incomplete) == 0)
            _lastError = "";
    }

    /// <summary>Counts something that is not taken, with its reason.</summary>
    /// <param name="why">The reason.</param>
    /// <param name="isLogged">False to show it in the status only.</param>
    /// <param name="isSingle">True when what came with it was taken.</param>
    public void Refuse(string why, bool isLogged = true, bool isSingle = false)
    {
        Note(why, isLogged);
        Interlocked.Increment(ref _refused);
        if (!isSingle)
            Interlocked.Increment(ref _refusedInRow);
    }

    /// <summary>Counts something for which there is no room.</summary>
    public void Drop(string why)
    {
        Interlocked.Increment(ref _dropped);
        Note(why);
    }

    /// <summary>Counts a connection; false, and it is not counted, when there are as many as there may be.</summary>
    public bool TryConnect(int most)
    {
        if (Interlocked.Increment(ref _connections) <= most)
            return true;
        Interlocked.Decrement(ref _connections);
        Refuse($"there are {most} connections, as many as limits.connections allows: let senders close theirs, or raise the limit");
        return false;
    }

    public void Disconnect() => Interlocked.Decrement(ref _connections);

    /// <summary>Something that is asked does not answer, or does again.</summary>
    public void Failing(int change) => Interlocked.Add(ref _failing, change);

    /// <summary>Something that is asked answers with what is refused in part, or does so no more.</summary>
    public void Incomplete(int change) => Interlocked.Add(ref _incomplete, change);

    /// <summary>Keeps what is wrong as the last error.</summary>
    public void Note(string why, bool isLogged = true)
    {
        var line = why.ReplaceLineEndings(" ");
        _lastError = line.Length > LongestError ? line[..LongestError] + "..." : line;
        if (!isLogged)
            return;
        bool isDue;
        long unlogged;
        lock (_gate)
            isDue = _pauses.IsDue(time, _lastError, out unlogged);
        if (isDue)
            Log.Refused(log, name, unlogged + 1, _lastError);
    }

    /// <summary>The counts now, for an input that is open.</summary>
    public InputStatus Read() => new()
    {
        Name = name,
        Connections = Interlocked.Read(ref _connections),
        Received = Interlocked.Read(ref _received),
        Points = Interlocked.Read(ref _points),
        Refused = Interlocked.Read(ref _refused),
        Dropped = Interlocked.Read(ref _dropped),
        RefusedInRow = Interlocked.Read(ref _refusedInRow),
        Failing = Interlocked.Read(ref _failing),
        Incomplete = Interlocked.Read(ref _incomplete),
        LastError = _lastError,
    };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "input does not take something input={Input} times={Times} error={Error}")]
        public static partial void Refused(ILogger logger, string input, long times, string error);
    }
}
