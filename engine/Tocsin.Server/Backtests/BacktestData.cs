using System.Globalization;
using System.Text;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Recordings.Replays;

namespace Tocsin.Server.Backtests;

/// <summary>A file of data: line protocol with times in nanoseconds, or a recording.</summary>
/// <param name="Path">The file.</param>
/// <param name="Days">Over how many days it goes; 0 when that is not known.</param>
/// <param name="End">When it ends, also if nothing comes before that; null for its last point.</param>
internal sealed record BacktestData(string Path, double Days, DateTimeOffset? End)
{
    private const int Ends = 64 * 1024;

    /// <summary>Data that ends with its last point. It is not known how long a recording is, nor data whose lines say no times.</summary>
    public static BacktestData OfFile(string path)
    {
        var span = RecordedFile.TypeOf(path) == EdgeKind.None ? Last(path) - First(path) : null;
        return new BacktestData(path, Math.Max(0, span / 86_400e9 ?? 0), null);
    }

    /// <summary>When it begins; now when that is not known.</summary>
    public async Task<DateTimeOffset> StartAsync(CancellationToken cancellationToken)
    {
        var start = RecordedFile.TypeOf(Path) == EdgeKind.None ? First(Path) : await RecordedFile.StartOfAsync(Path, cancellationToken).ConfigureAwait(false);
        return start is { } time ? new Instant(time).ToDateTimeOffset() : TimeProvider.System.GetUtcNow();
    }

    private static long? First(string path) => Lines(path, fromEnd: false).Select(TimeOf).FirstOrDefault(time => time is not null);

    private static long? Last(string path) => Lines(path, fromEnd: true).Select(TimeOf).LastOrDefault(time => time is not null);

    private static string[] Lines(string path, bool fromEnd)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[Ends];
        file.Position = fromEnd ? Math.Max(0, file.Length - Ends) : 0;
        var read = file.ReadAtLeast(bytes, Ends, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(bytes, 0, read).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static long? TimeOf(string line) =>
        line.LastIndexOf(' ') is > 0 and var blank && long.TryParse(line.AsSpan(blank + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time) ? time : null;
}
