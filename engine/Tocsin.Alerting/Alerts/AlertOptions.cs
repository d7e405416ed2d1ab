using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>What happens to alerts when their task goes, or their data, and when they are over.</summary>
public sealed record AlertOptions : ICheckedOptions
{
    /// <summary>
    /// True to notify the handlers of a deleted task's open alerts that these are over; false to leave incidents as they are, for people to
    /// close. Default true.
    /// </summary>
    public bool CloseRemoved { get; init; } = true;

    /// <summary>
    /// How long after the task was deleted. A task of the same id that is defined before goes on with its alerts, so that scripts that delete
    /// and define tasks again raise no false alarm. Default 5 min.
    /// </summary>
    public TimeSpan CloseRemovedAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// After how long without a point of its group an open alert is closed, for alerts whose script does not say it with
    /// <c>closeWhenSilent</c>. Zero, the default, for never.
    /// </summary>
    public TimeSpan CloseSilentAfter { get; init; }

    /// <summary>
    /// How long a topic remembers an alert id that is OK, by the time of its data: so long before its newest event. Default 30 d.
    /// </summary>
    public TimeSpan KeepRecovered { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many alert ids that are OK a topic remembers, the newest. Default 100,000.</summary>
    public long RecoveredRows { get; init; } = 100_000;

    /// <summary>
    /// Of how many changes of level the values that led to them are kept, those of all alerts together and the newest ten of each, for
    /// <c>tocsin explain</c>. Zero keeps none. Default 100,000: some 100 MB at most.
    /// </summary>
    public long EvidenceRows { get; init; } = 100_000;

    public IEnumerable<OptionProblem> Check()
    {
        if (EvidenceRows < 0)
            yield return new OptionProblem("evidence-rows", "give how many changes of level are kept with their values, or 0 for none");
        if (KeepRecovered <= TimeSpan.Zero)
            yield return new OptionProblem("keep-recovered", "alert ids that are OK must be kept for some time, such as 30d");
        if (RecoveredRows < 1)
            yield return new OptionProblem("recovered-rows", "at least 1 alert id that is OK must be kept");
    }
}
