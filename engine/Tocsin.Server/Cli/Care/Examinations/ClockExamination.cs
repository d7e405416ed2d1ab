using System.Globalization;

namespace Tocsin.Server.Cli.Care.Examinations;

/// <summary>The machine's clock, by what can be known of it without asking another one.</summary>
internal static class ClockExamination
{
    private const string Place = "the clock of this machine";

    private const string Remedy = "set the clock, and keep it set: timedatectl set-ntp true";

    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    public static Finding Run(Examined server)
    {
        var now = server.Time.GetUtcNow();
        var made = File.GetLastWriteTimeUtc(typeof(ClockExamination).Assembly.Location);
        if (now + Slack < made)
            return new Finding(FindingLevel.Error, Place, $"shows {Text(now)}, and this program was made on {Text(made)}", Remedy);
        var newest = Directory.Exists(server.Data) ? Directory.EnumerateFiles(server.Data).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty().Max() : default;
        return now + Slack < newest
            ? new Finding(FindingLevel.Warning, Place, $"shows {Text(now)}, and {server.Data} has a file of {Text(newest)}: it was set back", Remedy)
            : new Finding(FindingLevel.Ok, Place, $"shows {Text(now)}");
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
