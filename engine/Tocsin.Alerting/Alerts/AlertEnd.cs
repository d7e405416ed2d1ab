using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>The end of an alert that no data tells of.</summary>
public static class AlertEnd
{
    /// <summary>The recovery of an alert, with all that its last event had.</summary>
    /// <param name="last">The last event.</param>
    /// <param name="now">When it ends, if that is not before the last event.</param>
    /// <param name="message">What handlers are told.</param>
    public static AlertEvent Of(AlertEvent last, DateTimeOffset now, string message)
    {
        var begin = last.UnixNanoseconds - last.DurationNanoseconds;
        var end = Math.Max(last.UnixNanoseconds, now.ToUnixTimeMilliseconds() * 1_000_000);
        return last with
        {
            Level = AlertLevel.Ok,
            UnixNanoseconds = end,
            DurationNanoseconds = end - begin,
            Message = message,
            Details = message,
        };
    }

    /// <summary>What is said unless somebody chose the words.</summary>
    public static string Message(AlertEvent last, string why) => $"{last.Id} is closed: {why} while it was {last.Level.Text()}";
}
