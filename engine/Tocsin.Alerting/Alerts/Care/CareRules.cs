using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Care;

/// <summary>What an activity means for an alert.</summary>
internal static class CareRules
{
    /// <summary>The system of what is done through the server's own API.</summary>
    public const string OwnSystem = "tocsin";

    /// <summary>Says whether an activity is news.</summary>
    /// <param name="level">The alert's level.</param>
    /// <param name="care">What is done about it so far.</param>
    /// <param name="isTold">True when the activity's system is told of the alert's activity, and may say back what it was told.</param>
    public static ActivityOutcome Judge(AlertLevel level, AlertCare care, AlertActivity activity, bool isTold)
    {
        var isNews = activity.Kind switch
        {
            ActivityKind.Acknowledged when level == AlertLevel.Ok => (bool?)null,
            ActivityKind.Acknowledged => care.Acknowledgement is not { } given || !Repeats(activity, given, isTold),
            ActivityKind.Unacknowledged => care.Acknowledgement is not null,
            ActivityKind.Note => activity.Text.Length > 0 && (care.LastNote is not { } last || !Repeats(activity, last, isTold)),
            _ => activity.Incident is { } incident && !care.Knows(incident),
        };
        return isNews switch
        {
            null => ActivityOutcome.NotOpen,
            true => ActivityOutcome.Recorded,
            false => ActivityOutcome.AlreadyKnown,
        };
    }

    /// <summary>What is done about the alert after an activity that is news.</summary>
    public static AlertCare Apply(AlertLevel level, AlertCare care, AlertActivity activity)
    {
        if (activity.Incident is { } incident && !care.Knows(incident))
            care = care.With(incident);
        return activity.Kind switch
        {
            ActivityKind.Acknowledged => care with
            {
                Acknowledgement = new Acknowledgement(level, activity.At, activity.By, activity.System, activity.Text),
            },
            ActivityKind.Unacknowledged when TakesBack(activity, care.Acknowledgement) => care with { Acknowledgement = null },
            ActivityKind.Note => care with { LastNote = activity },
            _ => care,
        };
    }

    /// <summary>
    /// Whether handlers hear of an activity that is news: of an open alert, and of what changes something there. A second acknowledgement
    /// is not told, nor that of an incident: those who name one know it.
    /// </summary>
    public static bool IsToBeTold(AlertLevel level, AlertCare before, AlertActivity activity) => level != AlertLevel.Ok && activity.Kind switch
    {
        ActivityKind.Acknowledged => before.Acknowledgement is null,
        ActivityKind.Unacknowledged => TakesBack(activity, before.Acknowledgement),
        ActivityKind.Note => true,
        _ => false,
    };

    /// <summary>The event with the incidents that its alert is linked to, beside those that it names itself.</summary>
    public static AlertEvent WithIncidents(AlertEvent alert, AlertCare? care) => care is not { Incidents.Count: > 0 }
        ? alert
        : alert with { Incidents = alert.Incidents.Aggregate(care, static (all, named) => all.With(named)).Incidents };

    /// <summary>Says that a level ended an acknowledgement which was given for a lower one.</summary>
    public static AlertActivity Risen(Acknowledgement ended, AlertLevel level, DateTimeOffset now) => new()
    {
        Kind = ActivityKind.Unacknowledged,
        System = OwnSystem,
        Text = $"{ended.Level.Text()} was acknowledged, and it is {level.Text()} now",
        At = now,
    };

    // Another name, or another word, from where it was acknowledged or from our own API is somebody else who takes over. A system that was
    // told says what it was told; from one that was not, it is somebody who acts there.
    private static bool Repeats(AlertActivity activity, Acknowledgement given, bool isTold) =>
        activity.System == given.System || activity.System == OwnSystem
            ? (activity.By.Length == 0 || activity.By == given.By) && (activity.Text.Length == 0 || activity.Text == given.Text)
            : isTold;

    private static bool Repeats(AlertActivity activity, AlertActivity last, bool isTold) =>
        activity.Text == last.Text && (activity.System == last.System ? activity.At == last.At && activity.By == last.By : isTold);

    // An acknowledgement is taken back where it was given, or by our own API: other systems were told of it and let it lapse after a time.
    private static bool TakesBack(AlertActivity activity, Acknowledgement? given) =>
        given is not null && (activity.System == given.System || activity.System == OwnSystem);
}
