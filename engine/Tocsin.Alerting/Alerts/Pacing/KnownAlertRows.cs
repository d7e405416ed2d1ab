using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Alerts.Pacing;

/// <summary>What handlers know, as it is kept and as it was.</summary>
internal static class KnownAlertRows
{
    public static KnownAlertRow Of(KnownAlert known) => new(known.Target, known.Told, known.Ceiling, known.Silence, known.Since.ToUnixTimeMilliseconds())
    {
        Cause = (int)known.Cause,
        DueUnixMilliseconds = known.Due < DateTimeOffset.MaxValue ? known.Due.ToUnixTimeMilliseconds() : 0,
        ToldUnixMilliseconds = Time(known.ToldAt),
        StartedUnixMilliseconds = Time(known.Started),
        Peak = known.Peak,
        Group = known.Group,
        End = known.End is { } end ? EventCodec.ToBytes(end) : [],
    };

    /// <param name="now">Nothing was later: then the clock was set back, and what is due moves with it.</param>
    public static KnownAlert Read(in KnownAlertRow row, DateTimeOffset now)
    {
        var last = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(row.ToldUnixMilliseconds, row.StartedUnixMilliseconds));
        var back = last > now ? last - now : TimeSpan.Zero;
        return new KnownAlert(row.Target, row.Told, row.Ceiling, row.Silence, DateTimeOffset.FromUnixTimeMilliseconds(row.SinceUnixMilliseconds))
        {
            Cause = Enum.IsDefined((HoldCause)row.Cause) ? (HoldCause)row.Cause : HoldCause.Silence, // Damaged: it is looked at at once.
            Due = row.DueUnixMilliseconds == 0 ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeMilliseconds(row.DueUnixMilliseconds) - back,
            ToldAt = Time(row.ToldUnixMilliseconds) is var told && told > now ? now : told,
            Started = Time(row.StartedUnixMilliseconds) is var started && started > now ? now : started,
            Peak = row.Peak,
            Group = row.Group,
            End = row.End.Length > 0 ? EventCodec.TryRead(row.End) : null,
        };
    }

    private static long Time(DateTimeOffset time) => time == default ? 0 : time.ToUnixTimeMilliseconds();

    private static DateTimeOffset Time(long milliseconds) => milliseconds == 0 ? default : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
