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

    // Clocks are set, and machines sleep: nobody has to say so.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AfterProblem = TimeSpan.FromSeconds(1);

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
        catch (Exception problem)
        {
            AlertLog.CannotDeliverDue(_log, AfterProblem.TotalSeconds, problem.Message);
            _timer.Change(AfterProblem, Timeout.InfiniteTimeSpan);
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

        var left = alone.Chunk(AtOnce).Append([.. together]).Where(page => page.Length > 0).ToList();
        try
        {
            // Read outside of the lock, which all alerts go through.
            for (; left.Count > 0; left.RemoveAt(0))
                Release(_activities.WithEvents(left[0], few: AtOnce));
        }
        finally
        {
            if (left.Count > 0)
                PutBack(left.SelectMany(static page => page));
        }
    }

    private void PutBack(IEnumerable<AlertStatus> alerts) => _topics.Read(board =>
    {
        foreach (var alert in alerts)
        {
            if (board.TryFind(alert.Topic, alert.Id, out var topic, out var place))
                board.Notifications.PutBack(topic, place);
        }

        return true;
    });

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
        foreach (var (topic, place) in board.Notifications.TakeDue())
        {
            var gathered = topic.Subscriptions.Exists(handler => handler is Subscription.Delivered { Pace: { Group: not null } or { Limit: not null } });
            (gathered ? together : alone).Add(AlertActivities.Status(topic, place));
        }

        return (alone, together);
    });

    private bool Wait(TopicBoard board)
    {
        if (!_isStarted || _isDisposed)
            return false;
        var (now, notifications) = (_time.GetUtcNow(), board.Notifications);
        var next = notifications.Sleep() is var due && due < DateTimeOffset.MaxValue ? due - notifications.Now : TimeSpan.MaxValue;
        if (_silences.Next(notifications.Silences, now) is var change && change < DateTimeOffset.MaxValue)
            next = Earlier(next, change - now);
        if (notifications.Silences.Standing.Count > 0)
            next = Earlier(next, LongestPause);
        _timer.Change(next == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : Shortest(next), Timeout.InfiniteTimeSpan);
        return true;
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    // Timers end at 49 days.
    private static TimeSpan Shortest(TimeSpan next) => next < ShortestPause ? ShortestPause : next > TimeSpan.FromDays(40) ? TimeSpan.FromDays(40) : next;
}
