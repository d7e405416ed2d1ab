using System.Globalization;
using System.Text;

namespace Tocsin.Server.Backtests;

/// <summary>Over which time data goes, from the times of the first and the last line of a file of line protocol.</summary>
internal static class DataSpan
{
    private const int Ends = 64 * 1024;

    /// <summary>0 when that is not known: of a recording, and where the lines say no times.</summary>
    public static double DaysOf(string path)
    {
        using var file = File.OpenRead(path);
        var head = Lines(file, 0);
        var tail = Lines(file, Math.Max(0, file.Length - Ends));
        return TimeOf(head.FirstOrDefault()) is { } first && TimeOf(tail.LastOrDefault()) is { } last && last > first ? (last - first) / 86_400e9 : 0;
    }

    private static string[] Lines(FileStream file, long from)
    {
        var bytes = new byte[Ends];
        file.Position = from;
        var read = file.ReadAtLeast(bytes, Ends, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(bytes, 0, read).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static long? TimeOf(string? line) =>
        line is not null && long.TryParse(line.AsSpan(line.LastIndexOf(' ') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time) ? time : null;
}
