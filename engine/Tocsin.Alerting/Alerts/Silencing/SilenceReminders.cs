using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Configuration;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Silencing;

/// <summary>Reminds people of silences that end: an alert of a topic, which is over when the silence is. To be used under the lock of <see cref="Topics"/>.</summary>
internal sealed class SilenceReminders(LiveSetting<SilenceOptions> options, TimeProvider time)
{
    /// <summary>Publishes what is due.</summary>
    public void Tell(TopicEdit edit, DateTimeOffset now)
    {
        if (options.Current.ReminderTopic is not { Length: > 0 } topic)
            return;
        foreach (var silence in edit.Notifications.Silences.Standing.Select(standing => standing.Silence).ToArray())
        {
            var isDue = silence.End <= now || DueAt(silence) <= now;
            var isOpen = edit.StateOf(topic, IdOf(silence)) is { Level: not AlertLevel.Ok };
            if (silence.End > now && isDue && !isOpen)
                edit.Publish(topic, Event(edit, silence, AlertLevel.Info, $"silence {silence.Id}{By(silence)} ends at {Text(silence.End)}"));
        }

        // Also those that somebody ended, and that are out of what is asked.
        foreach (var silence in edit.Notifications.Silences.All.Where(silence => silence.End <= now).ToArray())
        {
            if (edit.StateOf(topic, IdOf(silence)) is { Level: not AlertLevel.Ok })
                edit.Publish(topic, Event(edit, silence, AlertLevel.Ok, $"silence {silence.Id}{By(silence)} ended at {Text(silence.End)}"));
        }
    }

    /// <summary>When the next one is due; the end of time when none is.</summary>
    public DateTimeOffset Next(SilenceBoard board, DateTimeOffset now) => options.Current.ReminderTopic.Length == 0
        ? DateTimeOffset.MaxValue
        : board.Standing.Select(standing => DueAt(standing.Silence)).Where(due => due > now).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();

    // A silence that is shorter than that is not worth a reminder.
    private DateTimeOffset DueAt(Silence silence) => silence.End == DateTimeOffset.MaxValue || silence.End - silence.From <= options.Current.RemindBefore
        ? DateTimeOffset.MaxValue
        : silence.End - options.Current.RemindBefore;

    private AlertEvent Event(TopicEdit edit, Silence silence, AlertLevel level, string message)
    {
        var kept = edit.Notifications.Quiet.Count(quiet => quiet.Place.Withheld.Any(known => known.Silence == silence.Id));
        var details = string.Join('\n', new[] { silence.Comment, string.Join(", ", silence.Matchers), $"alerts kept back now: {kept}" }.Where(line => line.Length > 0));
        return new AlertEvent
        {
            Topic = "",
            Id = IdOf(silence),
            Level = level,
            Message = message,
            Details = details,
            UnixNanoseconds = time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000,
            Name = "silence",
            Tags = new Dictionary<string, string> { ["silence"] = silence.Id, ["by"] = silence.By },
        };
    }

    private static string IdOf(Silence silence) => "silence/" + silence.Id;

    private static string By(Silence silence) => silence.By.Length > 0 ? $" of {silence.By}" : "";

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
