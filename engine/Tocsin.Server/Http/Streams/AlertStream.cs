using System.Globalization;
using System.Text.Json;
using Tocsin.Alerting.Alerts.Listing;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Alerts;

namespace Tocsin.Server.Http.Streams;

/// <summary>
/// Tells those who follow the server which alerts changed: what happens within a quarter of a second is one message, written once for all of them.
/// Does nothing while nobody follows. Safe for any thread.
/// </summary>
internal sealed partial class AlertStream(AlertEngine engine, ILogger log)
{
    /// <summary>So many may follow.</summary>
    public const int Most = 500;

    private const int MostChanged = 200;
    private const int OfSnapshot = 60;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SnapshotPause = TimeSpan.FromSeconds(1);

    // Numbers begin anew with the server: those of another run say nothing.
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private readonly Lock _gate = new();
    private readonly List<StreamFollower> _followers = [];
    private readonly AlertPages _pages = new(engine.Alerts, engine.Time);
    private readonly Lock _writing = new();
    private readonly StandingSummary _summary = new(engine);
    private (long Number, int Mark, long At, byte[] Text)? _snapshot;
    private bool _isRunning;

    /// <summary>Somebody follows from now on.</summary>
    /// <param name="last">The id of the last message they got; empty for none.</param>
    /// <returns>Null when there are too many.</returns>
    public StreamFollower? Open(string last)
    {
        var place = new Place { Number = engine.Alerts.Index.Number, Mark = engine.Alerts.Silences.Mark(), BeatAt = engine.Time.GetTimestamp() };
        var first = After(last) is { } known && engine.Alerts.Index.ReadAfter(known) is { } difference && IsShort(difference) ? Changes(difference) : Snapshot();
        lock (_gate)
        {
            if (_followers.Count >= Most)
                return null;
            var follower = new StreamFollower(Snapshot, Close);
            follower.Give(first);
            _followers.Add(follower);
            if (!_isRunning)
            {
                _isRunning = true;
                _ = Task.Run(() => RunAsync(place));
            }

            return follower;
        }
    }

    private void Close(StreamFollower follower)
    {
        lock (_gate)
            _followers.Remove(follower);
    }

    // Nothing but the process ends it while somebody follows.
    private async Task RunAsync(Place place)
    {
        using var timer = new PeriodicTimer(Tick, engine.Time);
        while (await timer.WaitForNextTickAsync().ConfigureAwait(false) && !IsOver())
        {
            try
            {
                Tell(place);
                place.HasFailed = false;
            }
            catch (Exception problem)
            {
                // The numbers stay as they were: what was not told now is told by the next round that succeeds.
                if (!place.HasFailed)
                    Failed(log, problem);
                place.HasFailed = true;
            }
        }
    }

    private void Tell(Place place)
    {
        var (number, mark) = (engine.Alerts.Index.Number, engine.Alerts.Silences.Mark());
        byte[]? message = null;
        if (number != place.Number || mark != place.Mark)
        {
            var difference = mark == place.Mark ? engine.Alerts.Index.ReadAfter(place.Number) : null;
            if (difference is not null && IsShort(difference))
            {
                message = Changes(difference);
                place.Number = difference.Now.Number;
            }
            else if (place.SnapshotAt == 0 || engine.Time.GetElapsedTime(place.SnapshotAt) >= SnapshotPause)
            {
                message = Snapshot();
                (place.Number, place.Mark, place.SnapshotAt) = (number, mark, engine.Time.GetTimestamp());
            }
        }

        if (message is null && engine.Time.GetElapsedTime(place.BeatAt) >= Heartbeat)
            message = Beat();
        if (message is null)
            return;
        place.BeatAt = engine.Time.GetTimestamp();
        lock (_gate)
            _followers.ForEach(follower => follower.Give(message));
    }

    private bool IsOver()
    {
        lock (_gate)
        {
            _isRunning = _followers.Count > 0;
            if (!_isRunning)
            {
                lock (_writing)
                    _snapshot = null;
            }

            return !_isRunning;
        }
    }

    private static bool IsShort(AlertDifference difference) => difference.Changed.Count + difference.Gone.Count <= MostChanged;

    private byte[] Changes(AlertDifference difference) => Text("changes", difference.Now, writer =>
    {
        writer.WritePropertyName("changed");
        _pages.Write(writer, difference.Changed);
        writer.WriteStartArray("gone");
        foreach (var (topic, id) in difference.Gone)
        {
            writer.WriteStartObject();
            writer.WriteString("topic", topic);
            writer.WriteString("id", id);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    // Many may be behind at once: they get the same.
    private byte[] Snapshot()
    {
        var mark = engine.Alerts.Silences.Mark();
        var now = engine.Alerts.Index.Read();
        lock (_writing)
        {
            if (_snapshot is not { } made || made.Number != now.Number || made.Mark != mark || engine.Time.GetElapsedTime(made.At) > SnapshotPause)
                _snapshot = made = (now.Number, mark, engine.Time.GetTimestamp(), Text("snapshot", now, writer => _pages.Write(writer, now.Page(new AlertPageQuery { Limit = OfSnapshot }))));
            return made.Text;
        }
    }

    private byte[] Beat() => Text("beat", engine.Alerts.Index.Read(), static _ => { });

    private byte[] Text(string name, AlertSnapshot now, Action<Utf8JsonWriter> write)
    {
        lock (_writing)
        {
            return StreamText.Of($"{_run}-{now.Number.ToString(CultureInfo.InvariantCulture)}", name, writer =>
            {
                _summary.Write(writer, now.Totals);
                write(writer);
            });
        }
    }

    private long? After(string last) => last.Split('-') is [var run, var number] && run == _run && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : null;

    [LoggerMessage(Level = LogLevel.Error, Message = "those who follow the server could not be told what changed, which is tried again")]
    private static partial void Failed(ILogger logger, Exception problem);

    /// <summary>Up to where those who follow were told.</summary>
    private sealed class Place
    {
        public long Number { get; set; }

        public int Mark { get; set; }

        public long BeatAt { get; set; }

        public long SnapshotAt { get; set; }

        public bool HasFailed { get; set; }
    }
}
