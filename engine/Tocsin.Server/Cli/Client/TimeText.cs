using System.Globalization;

namespace Tocsin.Server.Cli.Client;

/// <summary>Times of answers as lists show them: <c>21 Nov 26 02:10 UTC</c>.</summary>
internal static class TimeText
{
    /// <summary>The time in UTC to the minute; the text itself when it is no time.</summary>
    public static string Short(string rfc3339) =>
        DateTimeOffset.TryParse(rfc3339, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcDateTime.ToString("dd MMM yy HH:mm 'UTC'", CultureInfo.InvariantCulture)
            : rfc3339;
}
