using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Silencing;

/// <summary>
/// Delivers what was kept back as soon as nothing keeps it back any more: one timer for the next thing that is due of all alerts and handlers. Safe for
/// any thread.
/// </summary>
internal sealed class DueDeliveries : IDisposable
{
    /// <summary>Alerts that are decided in one commit, but for those that go out together.</summary>
    private const int AtOnce = 200;

    // A timer that is due at once could fire within the call that sets it, under the lock of the topics.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    // Clocks are set, and handlers come back: nobody has to say so.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Topics _topics;
    private readonly AlertActivities _activities;
    private readonly SilenceSettlement _silences;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private readonly Lock _looking = new();
    private bool _isStarted;
    private bool _isDisposed;

    public DueDeliveries(Topics topics, AlertActivities activities, SilenceSettlement silences, TimeProvider time, ILogger log)
    {
        _topics = topics;
        _activities = activities;
        _silences = silences;
        _time = time;
        _log = log;
        _timer = time.CreateTimer(static state => ((DueDeliveries)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        topics.Read(board => board.Notifications.Sooner = () => Wait(board));
    }

    /// <summary>To be called when all handlers there are have been attached.</summary>
    public void Start()
    {
        _isStarted = true;
        Look();
    }

    /// <summary>Does what is due.</summary>
    public void Look()
    {
        if (!_isStarted || _isDisposed)
            return;
        try
        {
            lock (_looking)
            {
                _topics.Commit(_silences.Settle);
                Release();
            }

            _topics.Read(Wait);
        }
        catch (ObjectDisposedException)
        {
            // The store was closed: the next start goes on.
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _timer.Dispose();
    }

    private void Release()
    {
        var (alone, together) = Due();

        // Read outside of the lock, which all alerts go through.
        foreach (var page in alone.Chunk(AtOnce).Append([.. together]))
        {
            if (page.Length > 0)
                Release(_activities.WithEvents(page, few: AtOnce));
        }
    }

    private void Release(IReadOnlyList<(AlertStatus Status, AlertEvent Event)> page) => _topics.Commit(edit =>
    {
        var now = _time.GetUtcNow();
        var release = new Release(edit.Notifications, now, edit.Commit);
        foreach (var (status, last) in page)
        {
            if (!edit.TryFind(status.Topic, status.Id, out var topic, out var place) || topic.Number != status.TopicNumber)
                continue;
            if (place.State == status.State)
                edit.Notifications.Release(topic, place, last, now, (handler, alert) => handler.Takes(alert, _log, _time), release, edit.Commit);
            else
                edit.Notifications.PutBack(topic, place); // Of one that changed meanwhile the event itself was delivered, or kept back.
        }

        release.Send();
    });

    private (List<AlertStatus> Alone, List<AlertStatus> Together) Due() => _topics.Read(board =>
    {
        var alone = new List<AlertStatus>();
        var together = new List<AlertStatus>();
        foreach (var (topic, place) in board.Notifications.TakeDue(_time.GetUtcNow()))
        {
            var gathered = topic.Subscriptions.Exists(handler => handler is Subscription.Delivered { Pace: { Group: not null } or { Limit: not null } });
            (gathered ? together : alone).Add(AlertActivities.Status(topic, place));
        }

        return (alone, together);
    });

    private bool Wait(TopicBoard board)
    {
        var (now, notifications) = (_time.GetUtcNow(), board.Notifications);
        var next = notifications.Sleep() is var due && due < DateTimeOffset.MaxValue ? due - notifications.Now : TimeSpan.MaxValue;
        if (notifications.Silences.All.Count > 0 || notifications.Quiet.Count > 0)
            next = new[] { next, _silences.Next(notifications.Silences, now) - now, LongestPause }.Min();
        if (!_isStarted || _isDisposed)
            return false;
        _timer.Change(next == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : Shortest(next), Timeout.InfiniteTimeSpan);
        return true;
    }

    // Timers end at 49 days.
    private static TimeSpan Shortest(TimeSpan next) => next < ShortestPause ? ShortestPause : next > TimeSpan.FromDays(40) ? TimeSpan.FromDays(40) : next;
}
