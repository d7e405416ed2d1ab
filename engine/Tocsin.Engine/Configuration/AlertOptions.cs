namespace Tocsin.Engine.Configuration;

/// <summary>What happens to alerts when their task goes, or their data.</summary>
public sealed record AlertOptions
{
    /// <summary>
    /// True to tell the handlers of a deleted task's open alerts that these are over; false to leave incidents as they are, for people to
    /// close. Default true.
    /// </summary>
    public bool CloseRemoved { get; init; } = true;

    /// <summary>
    /// How long after the task was deleted. A task of the same id that is defined before goes on with its alerts, so that scripts that delete
    /// and define tasks anew raise no false alarm. Default 5 min.
    /// </summary>
    public TimeSpan CloseRemovedAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// After how long without a point of its group an open alert is closed, for alerts whose script does not say it with
    /// <c>closeWhenSilent</c>. Zero, the default, for never.
    /// </summary>
    public TimeSpan CloseSilentAfter { get; init; }
}
