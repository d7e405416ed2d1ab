using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>
/// Writes points to one InfluxDB: each database and retention policy has a way of its own, so that one which fails or is slow holds up no
/// other. Safe for any number of threads.
/// </summary>
public sealed class InfluxOutput
{
    /// <summary>Databases that are named in points may be made up without end: those that come later share one way.</summary>
    private const int MostLanes = 1000;

    private const int LongestFolder = 100;
    private const string SharedLane = "others";

    /// <summary>The disk itself has what is kept so much later at most: flushing takes some milliseconds, however much it is.</summary>
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly OutputShare _share;
    private readonly string _folder;
    private readonly Dictionary<string, OutputLane> _lanes = new(StringComparer.Ordinal);
    private readonly ITimer _flushing;
    private bool _isFlushDue;

    /// <exception cref="IOException">What waits cannot be read.</exception>
    internal InfluxOutput(string name, InfluxClusters clusters, string folder, long keepBytes, TimeProvider time, ILogger log)
    {
        (Name, _folder) = (name, folder);
        _flushing = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _share = new OutputShare(name, new OutputSender(name, clusters, log), keepBytes, time, log, FlushSoon);
        if (!Directory.Exists(folder))
            return;
        foreach (var lane in Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal))
            _lanes[lane] = new OutputLane(NameOf(lane), _share, Path.Combine(folder, lane));
    }

    /// <summary>The name of the InfluxDB in the configuration.</summary>
    public string Name { get; }

    /// <summary>How writing goes; of several databases that fail, the error of the one that does so for the longest time.</summary>
    public InfluxOutputStatus Status
    {
        get
        {
            lock (_share.Gate)
            {
                var lanes = _lanes.Values.Select(lane => lane.Status).ToList();
                var failing = lanes.Where(lane => lane.FailingSince is not null).OrderBy(lane => lane.FailingSince).ToList();
                return new InfluxOutputStatus
                {
                    Name = Name,
                    Written = lanes.Sum(lane => lane.Written),
                    Refused = lanes.Sum(lane => lane.Refused),
                    Dropped = lanes.Sum(lane => lane.Dropped),
                    Waiting = _share.BytesInMemory + lanes.Sum(lane => lane.Waiting),
                    FailingSince = failing.FirstOrDefault()?.FailingSince,
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
        lock (_share.Gate)
        {
            _share.Listen(write.Source, listener);
            LaneOf(write.Target).Add(waiting);
        }

        return waiting.Done;
    }

    /// <summary>False while writes to a database fail, or one takes long: nobody should wait for them.</summary>
    public bool Answers(OutputTarget target)
    {
        lock (_share.Gate)
            return LaneOf(target).Answers;
    }

    /// <summary>Forgets who is told of what a node wrote.</summary>
    public void Leave(string source, OutputListener listener)
    {
        lock (_share.Gate)
            _share.Leave(source, listener);
    }

    /// <summary>Tries again at once: another address or another password may be configured.</summary>
    internal void TryNow()
    {
        _share.Sender.Forget();
        lock (_share.Gate)
        {
            foreach (var lane in _lanes.Values)
                lane.TryNow();
        }
    }

    /// <summary>Sets how many bytes may wait on disk.</summary>
    internal void Limit(long bytes)
    {
        lock (_share.Gate)
        {
            try
            {
                if (_share.Room.Change(bytes) is > 0 and var dropped)
                    _lanes.Values.MaxBy(lane => lane.Status.Waiting)?.Dropped(dropped);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                _lanes.Values.First().Note($"points that wait cannot be taken away: {problem.Message}");
            }
        }
    }

    /// <summary>Writes what is in memory, or keeps it on disk when that takes too long.</summary>
    internal async Task StopAsync(TimeSpan patience)
    {
        await _share.StopAsync(patience).ConfigureAwait(false);
        TryNow();
        List<OutputLane> all;
        lock (_share.Gate)
            all = [.. _lanes.Values];
        await Task.WhenAll(all.Select(lane => lane.WhenEndedAsync())).ConfigureAwait(false);
        await _flushing.DisposeAsync().ConfigureAwait(false);
    }

    // For messages.
    private static string NameOf(string folder) => Uri.UnescapeDataString(folder.TrimEnd('+').Replace('+', '.'));

    // Separated by what is in no escaped name; long ones are told apart by a digest.
    private static string FolderOf(OutputTarget target)
    {
        var name = $"{Uri.EscapeDataString(target.Database)}+{Uri.EscapeDataString(target.RetentionPolicy)}";
        return name.Length <= LongestFolder ? name : string.Create(CultureInfo.InvariantCulture, $"{name[..40]}+{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32]}");
    }

    private OutputLane LaneOf(OutputTarget target)
    {
        var folder = FolderOf(target);
        if (_lanes.TryGetValue(folder, out var known))
            return known;
        var isOneTooMany = _lanes.Count >= MostLanes;
        if (isOneTooMany && _lanes.TryGetValue(SharedLane, out known))
            return known;
        var place = isOneTooMany ? SharedLane : folder;
        return _lanes[place] = new OutputLane(NameOf(place), _share, Path.Combine(_folder, place));
    }

    // With the gate.
    private void FlushSoon()
    {
        if (_isFlushDue)
            return;
        _isFlushDue = true;
        _flushing.Change(FlushInterval, Timeout.InfiniteTimeSpan);
    }

    // The disk takes its time: without the gate.
    private void Flush()
    {
        List<SafeFileHandle> files;
        lock (_share.Gate)
        {
            _isFlushDue = false;
            files = [.. _lanes.Values.Select(lane => lane.TakeUnflushed()).OfType<SafeFileHandle>()];
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
}
