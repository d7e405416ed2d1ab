using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Configuration;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Silencing;

/// <summary>Reminds people of silences that end: an alert of a topic, which is over when the silence is. To be used under the lock of <see cref="Topics"/>.</summary>
internal sealed class SilenceReminders(LiveSetting<SilenceOptions> options, TimeProvider time)
{
    /// <summary>Publishes what is due of a silence.</summary>
    public void Tell(TopicEdit edit, Silence silence, DateTimeOffset now)
    {
        if (options.Current.ReminderTopic is not { Length: > 0 } topic)
            return;
        var isOpen = edit.StateOf(topic, IdOf(silence)) is { Level: not AlertLevel.Ok };
        if (silence.End > now && DueAt(silence) <= now && !isOpen)
            edit.Publish(topic, Event(edit, silence, AlertLevel.Info, $"silence {silence.Id}{By(silence)} ends at {Text(silence.End)}"));
        else if (silence.End <= now && isOpen)
            edit.Publish(topic, Event(edit, silence, AlertLevel.Ok, $"silence {silence.Id}{By(silence)} ended at {Text(silence.End)}"));
    }

    /// <summary>When somebody is to be reminded of a silence; the end of time when nobody is. One that is shorter than the time before its end is not worth it.</summary>
    public DateTimeOffset DueAt(Silence silence) =>
        options.Current.ReminderTopic.Length == 0 || silence.End == DateTimeOffset.MaxValue || silence.End - silence.From <= options.Current.RemindBefore
            ? DateTimeOffset.MaxValue
            : silence.End - options.Current.RemindBefore;

    private AlertEvent Event(TopicEdit edit, Silence silence, AlertLevel level, string message)
    {
        var kept = edit.Notifications.Quiet.CountOf(silence.Id);
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
