using System.Globalization;

namespace Tocsin.Server.Cli.Texts;

/// <summary>Times of answers as lists show them: <c>21 Nov 26 02:10 UTC</c>.</summary>
internal static class TimeText
{
    /// <summary>The time in UTC to the minute; the text itself when it is not a time.</summary>
    public static string Short(string rfc3339) => Format(rfc3339, "dd MMM yy HH:mm 'UTC'");

    /// <summary>The time in UTC to the second, in a form that sorts: <c>2026-11-21 02:10:33Z</c>; the text itself when it is not a time.</summary>
    public static string Exact(string rfc3339) => Format(rfc3339, "yyyy-MM-dd HH:mm:ss'Z'");

    private static string Format(string rfc3339, string format) =>
        DateTimeOffset.TryParse(rfc3339, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)
            : rfc3339;
}
