using Tocsin.Alerting.Foreign;

namespace Tocsin.Alerting.Crashes;

/// <summary>Judges, at a start, what a death of the process before says about what was under way.</summary>
internal static class CrashVerdict
{
    /// <summary>Deaths that long ago do not count any more.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    /// <summary>The record with one more death: what was under way at two of them is suspended.</summary>
    /// <param name="left">What was under way.</param>
    /// <param name="cause">What the process died of; null when that is not known.</param>
    public static CrashRecord After(CrashRecord record, IReadOnlyList<Mark> left, CrashCause? cause, DateTimeOffset now)
    {
        var before = record.Strikes.Where(strike => now - strike.At < Memory).ToList();
        var marks = Blamed(left, cause).Distinct().ToList();
        var guilty = marks.Where(mark => before.Any(strike => strike.Mark.What == mark.What && strike.Mark.Event == mark.Event)).DistinctBy(mark => mark.What).ToList();
        return new CrashRecord
        {
            Strikes =
            [
                .. before.Where(strike => !guilty.Any(mark => mark.What == strike.Mark.What) && !marks.Contains(strike.Mark)),
                .. marks.Where(mark => !guilty.Any(other => other.What == mark.What)).Select(mark => new Strike(mark, now)),
            ],
            Suspensions =
            [
                .. record.Suspensions.Where(old => !guilty.Any(mark => mark.What == old.What)),
                .. guilty.Select(mark => new Suspension(mark.What, mark.Code, ReasonFor(mark, cause))),
            ],
        };
    }

    // Who is known to have done it clears all others; otherwise each may have.
    private static IEnumerable<Mark> Blamed(IReadOnlyList<Mark> left, CrashCause? cause)
    {
        if (cause?.Code is not { } code)
            return left;
        var own = left.Where(mark => mark.Code.Name == code).Select(mark => mark with { Event = "" }).ToList();
        return own.Count > 0 ? own : [new Mark(code, "", new ForeignCode(code, cause.Version))];
    }

    private static string ReasonFor(Mark mark, CrashCause? cause)
    {
        var doing = mark.Event == Mark.FirstCall ? "the first call of its code was under way"
            : mark.Event.Length > 0 && mark.What == mark.Code.Name ? "the same call of its code was under way"
            : mark.Event.Length > 0 ? "an attempt of the same event was under way"
            : cause?.Code is not null ? "its code failed outside of a call"
            : "it was being made";
        var what = cause is null ? "" : $" ({cause.What})";
        var wayOut = mark.What == mark.Code.Name
            ? $"mend {mark.What} and put another version in its place{ForeignCode.ResumeHint(mark.What)}"
            : $"mend {mark.Code.Name}, or 'tocsin deliveries resume {Mark.TargetOf(mark.What)}' to try again; with 'isolation: process' it cannot end the server";
        return $"the server died twice while {doing}{what}: {wayOut}";
    }
}
