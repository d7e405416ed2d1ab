using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using Tocsin.Influx.Connections;

namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>
/// Writes points to one InfluxDB: each database and retention policy has a way of its own, so that one which fails or is slow holds up no
/// other. Safe for any number of threads.
/// </summary>
public sealed partial class InfluxOutput
{
    /// <summary>Databases that are named in points may be made up without end: those that come later share one way.</summary>
    private const int MostLanes = 1000;

    private const int LongestFolder = 100;
    private const string SharedLane = "others";

    /// <summary>The disk itself has what is kept so much later at most: flushing takes some milliseconds, however much it is.</summary>
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly OutputShare _share;
    private readonly string _folder;
    private readonly Dictionary<string, OutputLoop> _loops = new(StringComparer.Ordinal);
    private readonly ITimer _flushing;
    private bool _isFlushDue;
    private volatile string? _whyFull;

    /// <param name="isTemporary">True when the folder goes with the process: nothing can be kept over its end.</param>
    /// <exception cref="IOException">What waits cannot be read.</exception>
    internal InfluxOutput(string name, InfluxClusters clusters, string folder, bool isTemporary, long keepBytes, TimeProvider time, ILogger log)
    {
        (Name, _folder) = (name, folder);
        _flushing = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var reserve = new SpoolReserve(folder, isTemporary ? 0 : Math.Min(keepBytes, OutputShare.MostBytesOnTheirWay));
        _share = new OutputShare(name, new OutputSender(name, clusters, log), keepBytes, reserve, time, log, FlushSoon);
        lock (_gate)
        {
            var lanes = Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
            foreach (var lane in lanes.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal))
                Open(lane);
            Judge();
        }
    }

    /// <summary>The name of the InfluxDB in the configuration.</summary>
    public string Name { get; }

    /// <summary>
    /// Why no more is to be written to it: what it would not take could not be kept on disk, now or at the end of the server. Null while it can. Whoever can
    /// refuse data that would be written does so, and nothing that was taken is lost.
    /// </summary>
    internal string? WhyFull => _whyFull is null ? null : WhyFullNow();

    /// <summary>How writing goes; of several databases that fail, the error of the one that does so for the longest time.</summary>
    public InfluxOutputStatus Status
    {
        get
        {
            lock (_gate)
            {
                var lanes = Lanes.Select(lane => lane.Status).ToList();
                var failing = lanes.Where(lane => lane.FailingSince is not null).OrderBy(lane => lane.FailingSince).ToList();
                return new InfluxOutputStatus
                {
                    Name = Name,
                    Written = lanes.Sum(lane => lane.Written),
                    Refused = lanes.Sum(lane => lane.Refused),
                    Dropped = lanes.Sum(lane => lane.Dropped),
                    Waiting = _share.BytesInMemory + lanes.Sum(lane => lane.Waiting),
                    FailingSince = failing.FirstOrDefault()?.FailingSince,
                    Refusing = _whyFull ?? "",
                    Failing = [.. failing.Select(lane => lane.Name)],
                    LastError = failing.Concat(lanes).Select(lane => lane.LastError).FirstOrDefault(error => error.Length > 0) ?? "",
                };
            }
        }
    }

    /// <summary>Takes points to write; never waits for InfluxDB.</summary>
    /// <param name="write">The points.</param>
    /// <param name="listener">Is told what becomes of them.</param>
    /// <returns>Ends when they are written, refused or kept on disk.</returns>
    public Task AddAsync(OutputWrite write, OutputListener listener)
    {
        var waiting = new PendingWrite(write, listener);
        OutputLoop loop;
        bool isHeldNow;
        lock (_gate)
        {
            _share.Listen(write.Source, listener);
            loop = LoopOf(write.Target);
            var wasHeld = loop.Lane.WhyHeld is not null;
            loop.Lane.Add(waiting);
            Judge();
            loop.Wake();
            isHeldNow = !wasHeld && loop.Lane.WhyHeld is not null;
        }

        if (isHeldNow)
            loop.TryNow(); // Its pauses are shorter from now on.

        return waiting.Done;
    }

    /// <summary>False while writes to a database fail, or one takes long: nobody should wait for them.</summary>
    public bool Answers(OutputTarget target)
    {
        lock (_gate)
            return LoopOf(target).Lane.Answers;
    }

    /// <summary>Forgets who is told of what a node wrote.</summary>
    public void Leave(string source, OutputListener listener)
    {
        lock (_gate)
            _share.Leave(source, listener);
    }

    /// <summary>Tries again at once: another address or another password may be configured.</summary>
    internal void TryNow()
    {
        _share.Sender.Forget();
        foreach (var loop in Loops())
            loop.TryNow();
    }

    /// <summary>Sets how many bytes may wait on disk.</summary>
    internal void Limit(long bytes)
    {
        lock (_gate)
        {
            try
            {
                if (_share.Room.Change(bytes) is > 0 and var dropped)
                    Lanes.MaxBy(lane => lane.Status.Waiting)?.Dropped(dropped);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                Lanes.First().Note($"points that wait cannot be taken away: {problem.Message}");
            }
        }
    }

    /// <summary>Writes what is in memory, or keeps it on disk when that takes too long.</summary>
    internal async Task StopAsync(TimeSpan patience)
    {
        await _share.StopAsync(patience).ConfigureAwait(false);
        TryNow();
        await Task.WhenAll(Loops().Select(loop => loop.WhenEndedAsync())).ConfigureAwait(false);
        lock (_gate)
        {
            foreach (var lane in Lanes)
                lane.End();
            EndReserve();
        }

        await _flushing.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Begins the next write of a lane, see <see cref="OutputLane.TryNext"/>.</summary>
    internal bool TryNext(OutputLane lane, [NotNullWhen(true)] out PendingWrite? next, out bool isKept, out bool isReadable)
    {
        lock (_gate)
        {
            var isThere = lane.TryNext(out next, out isKept, out isReadable);
            Judge();
            return isThere;
        }
    }

    /// <summary>Ends a write of a lane, see <see cref="OutputLane.TrySettle"/>.</summary>
    internal bool TrySettle(OutputLane lane, PendingWrite next, bool isKept, InfluxException? problem)
    {
        lock (_gate)
        {
            var isSettled = lane.TrySettle(next, isKept, problem);
            Judge();
            if (!isSettled)
                return false;
        }

        next.End(problem is null ? OutputOutcome.Written : OutputOutcome.Lost, problem?.Message ?? "");
        return true;
    }

    // While nothing comes, nobody else sees that there is room again.
    private string? WhyFullNow()
    {
        lock (_gate)
        {
            Judge();
            return _whyFull;
        }
    }

    // With the lock.
    private void Judge()
    {
        var why = Lanes.Select(lane => lane.WhyHeld).FirstOrDefault(held => held is not null)
            ?? (_share.IsStopping || _share.Reserve.TryCover(_share.BytesInMemory) ? null : "there is no room for its reserve");
        if (why is not null && _whyFull is null)
            Log.Refuses(_share.Log, Name, why);
        else if (why is null && _whyFull is not null)
            Log.Takes(_share.Log, Name);
        _whyFull = why is null ? null
            : $"Points that the InfluxDB '{Name}' does not take could not be kept in {_folder}: {why}. Nothing more is taken for tasks that write to it until there is room again, or it takes what waits, and nothing that was taken is lost. Free some space, or bring InfluxDB back.";
    }

    // It harms nobody where it is, and the next start takes it up.
    private void EndReserve()
    {
        try
        {
            _share.Reserve.End();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Log.ReserveStays(_share.Log, Name, problem.Message);
        }
    }

    private IEnumerable<OutputLane> Lanes => _loops.Values.Select(loop => loop.Lane);

    private OutputLoop[] Loops()
    {
        lock (_gate)
            return [.. _loops.Values];
    }

    // For messages.
    private static string NameOf(string folder) => Uri.UnescapeDataString(folder.TrimEnd('+').Replace('+', '.'));

    // Separated by what is in no escaped name; long ones are told apart by a digest.
    private static string FolderOf(OutputTarget target)
    {
        var name = $"{Uri.EscapeDataString(target.Database)}+{Uri.EscapeDataString(target.RetentionPolicy)}";
        return name.Length <= LongestFolder ? name : string.Create(CultureInfo.InvariantCulture, $"{name[..40]}+{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32]}");
    }

    private OutputLoop LoopOf(OutputTarget target)
    {
        var folder = FolderOf(target);
        if (_loops.TryGetValue(folder, out var known))
            return known;
        var isOneTooMany = _loops.Count >= MostLanes;
        if (isOneTooMany && _loops.TryGetValue(SharedLane, out known))
            return known;
        return Open(isOneTooMany ? SharedLane : folder);
    }

    private OutputLoop Open(string lane) => _loops[lane] = new OutputLoop(new OutputLane(NameOf(lane), _share, Path.Combine(_folder, lane)), this, _share);

    // With the lock.
    private void FlushSoon()
    {
        if (_isFlushDue)
            return;
        _isFlushDue = true;
        _flushing.Change(FlushInterval, Timeout.InfiniteTimeSpan);
    }

    // The disk takes its time: without the lock.
    private void Flush()
    {
        List<SafeFileHandle> files;
        lock (_gate)
        {
            _isFlushDue = false;
            files = [.. Lanes.Select(lane => lane.TakeUnflushed()).OfType<SafeFileHandle>()];
        }

        foreach (var file in files)
        {
            try
            {
                RandomAccess.FlushToDisk(file);
            }
            catch (Exception problem) when (problem is IOException or ObjectDisposedException)
            {
                // It was read to its end meanwhile, or the disk says so again at the next write.
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "writes for tasks with influxDBOut are refused until points that wait for InfluxDB can be kept influxdb={Influxdb} error={Error}")]
        public static partial void Refuses(ILogger logger, string influxdb, string error);

        [LoggerMessage(Level = LogLevel.Warning, Message = "the reserve of points that wait for InfluxDB cannot be taken away influxdb={Influxdb} error={Error}")]
        public static partial void ReserveStays(ILogger logger, string influxdb, string error);

        [LoggerMessage(Level = LogLevel.Information, Message = "writes for tasks with influxDBOut are taken again influxdb={Influxdb}")]
        public static partial void Takes(ILogger logger, string influxdb);
    }
}
