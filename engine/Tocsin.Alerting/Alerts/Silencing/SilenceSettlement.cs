using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Configuration;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Silencing;

/// <summary>What time makes of silences: they end, people are reminded of it, and in the end they are forgotten. To be used under the lock of <see cref="Topics"/>.</summary>
internal sealed class SilenceSettlement(LiveSetting<SilenceOptions> options, TimeProvider time)
{
    private readonly SilenceReminders _reminders = new(options, time);

    /// <summary>Does what is due.</summary>
    public void Settle(TopicEdit edit)
    {
        var now = time.GetUtcNow();
        var board = edit.Notifications.Silences;
        foreach (var (topic, id) in board.Awaited)
        {
            if (edit.StateOf(topic, id) is not { Level: not AlertLevel.Ok })
            {
                foreach (var over in board.NoteResolved(topic, id))
                    edit.Notifications.Put(over.Silence with { Ended = Whole(now) }, now, edit.Commit);
            }
        }

        _reminders.Tell(edit, now);
        board.RetireExpired(now);
        foreach (var silence in board.All.Where(silence => silence.End <= now && now - silence.End > options.Current.KeepEnded && IsForgettable(silence, now)).ToArray())
            Delete(edit, silence.Id);
    }

    /// <summary>When the next thing is due; the end of time when nothing is.</summary>
    public DateTimeOffset Next(SilenceBoard board, DateTimeOffset now)
    {
        var change = board.NextChange(now);
        return _reminders.Next(board, now) is var reminder && reminder < change ? reminder : change;
    }

    /// <summary>Forgets a silence.</summary>
    public static void Delete(TopicEdit edit, string id)
    {
        if (edit.Notifications.Silences.Find(id) is null)
            return;
        edit.Notifications.Silences.Remove(id);
        edit.Commit.Add(writer => writer.DeleteSilence(id));
    }

    /// <summary>A time as silences have it, which are kept in milliseconds.</summary>
    public static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    // The file of one that has a name would bring it back after somebody ended it.
    private static bool IsForgettable(Silence silence, DateTimeOffset now) => silence.Until <= now || Guid.TryParse(silence.Id, out _);
}
