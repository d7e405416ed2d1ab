using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Configuration;

namespace Tocsin.Alerting.Alerts.Silencing;

/// <summary>
/// What time makes of silences: they begin and end, people are reminded of it, and in the end they are forgotten. Only those are looked at of which something is
/// due, or that were changed. To be used under the lock of <see cref="Topics"/>.
/// </summary>
internal sealed class SilenceSettlement(LiveSetting<SilenceOptions> options, TimeProvider time)
{
    private readonly SilenceReminders _reminders = new(options, time);
    private readonly PriorityQueue<string, DateTimeOffset> _queue = new();
    private readonly Dictionary<string, DateTimeOffset> _next = new(StringComparer.Ordinal);
    private SilenceOptions? _options;
    private DateTimeOffset _looked;

    /// <summary>Does what is due.</summary>
    public void Settle(TopicEdit edit)
    {
        var now = time.GetUtcNow();
        var board = edit.Notifications.Silences;
        var changed = board.TakeChanged();

        // At first, and when the clock was set back or options changed, nothing is as it was noted.
        if (now < _looked || !ReferenceEquals(_options, options.Current))
            changed = [.. changed, .. board.All.Select(silence => silence.Id), .. edit.Notifications.Quiet.Silences];
        (_looked, _options) = (now, options.Current);
        foreach (var id in changed.Concat(TakeDue(now)).ToHashSet(StringComparer.Ordinal))
            Settle(edit, id, now);
    }

    /// <summary>When the next thing is due; the end of time when nothing is.</summary>
    public DateTimeOffset Next(SilenceBoard board, DateTimeOffset now)
    {
        if (board.HasChanged || now < _looked)
            return now;
        while (_queue.TryPeek(out var id, out var due))
        {
            if (_next.GetValueOrDefault(id) == due)
                return due;
            _queue.Dequeue();
        }

        return DateTimeOffset.MaxValue;
    }

    /// <summary>Forgets a silence, such as one whose file is gone. Nothing happens when there is none.</summary>
    public void Forget(TopicEdit edit, string id)
    {
        if (edit.Notifications.Silences.Find(id) is not { } silence)
            return;
        var now = time.GetUtcNow();
        _reminders.Tell(edit, silence with { Ended = silence.End < now ? silence.End : Whole(now) }, now);
        edit.Notifications.Remove(id, edit.Commit);
    }

    /// <summary>A time as silences have it, which are kept in milliseconds.</summary>
    public static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private List<string> TakeDue(DateTimeOffset now)
    {
        var due = new List<string>();
        while (_queue.TryPeek(out var id, out var at) && at <= now)
        {
            _queue.Dequeue();
            if (_next.GetValueOrDefault(id) == at)
                due.Add(id);
        }

        return due;
    }

    private void Settle(TopicEdit edit, string id, DateTimeOffset now)
    {
        var board = edit.Notifications.Silences;
        _next.Remove(id);

        // Also one that goes on, as it may match something else than it did: what it still keeps back goes on being kept.
        edit.Notifications.Wake(id);
        if (board.Find(id) is not { } silence)
            return;
        _reminders.Tell(edit, silence, now);
        if (silence.End <= now)
            board.Retire(id);
        if (silence.End <= now && now - silence.End > options.Current.KeepEnded && IsForgettable(silence, now))
            Forget(edit, id);
        else if (NextOf(board, silence, now) is var next && next < DateTimeOffset.MaxValue)
            _queue.Enqueue(id, _next[id] = next);
    }

    private DateTimeOffset NextOf(SilenceBoard board, Silence silence, DateTimeOffset now)
    {
        if (silence.End <= now)
            return IsForgettable(silence, now) ? silence.End + options.Current.KeepEnded + TimeSpan.FromMilliseconds(1) : silence.Until < DateTimeOffset.MaxValue ? silence.Until : DateTimeOffset.MaxValue;
        DateTimeOffset[] times = [board.FindStanding(silence.Id)?.NextChange(now) ?? DateTimeOffset.MaxValue, _reminders.DueAt(silence), silence.End];
        return times.Where(at => at > now).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
    }

    // The file of one that has a name would bring it back after somebody ended it.
    private static bool IsForgettable(Silence silence, DateTimeOffset now) => silence.Until <= now || Guid.TryParse(silence.Id, out _);
}
