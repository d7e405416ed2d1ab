using System.Text;
using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Configuration;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Statistics;

/// <summary>Writes the server's counters at intervals as points that tasks may read. While none does, nothing is counted together.</summary>
internal sealed partial class StatisticsWriter : IAsyncDisposable
{
    private readonly ServerStatistics _statistics;
    private readonly PointWriter _writer;
    private readonly TaskMaster _running;
    private readonly LiveSetting<StatsOptions> _options;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private Task _writing = Task.CompletedTask;

    public StatisticsWriter(ServerStatistics statistics, PointWriter writer, TaskMaster running, StatsOptions options, TimeProvider time, ILogger log)
    {
        (_statistics, _writer, _running, _log) = (statistics, writer, running, log);
        _options = new LiveSetting<StatsOptions>(options);
        _timer = time.CreateTimer(_ => Begin(), null, IntervalOf(options), IntervalOf(options));
    }

    /// <summary>Goes on with other options.</summary>
    public void Change(StatsOptions options)
    {
        var before = _options.Current;
        _options.Change(options);
        if (IntervalOf(before) != IntervalOf(options))
            _timer.Change(IntervalOf(options), IntervalOf(options));
    }

    /// <summary>Ends when what is being written has been taken.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        Task writing;
        lock (_gate)
            writing = _writing;
        await writing.ConfigureAwait(false);
    }

    private static TimeSpan IntervalOf(StatsOptions options) => options.Enabled ? options.StatsInterval : Timeout.InfiniteTimeSpan;

    // Tasks that are slow get fewer points, not more at once.
    private void Begin()
    {
        lock (_gate)
        {
            if (_writing.IsCompleted)
                _writing = WriteAsync(_options.Current);
        }
    }

    private async Task WriteAsync(StatsOptions options)
    {
        if (!_running.HasReader(options.Database, options.RetentionPolicy))
            return;
        try
        {
            var lines = new StringBuilder();
            foreach (var statistic in _statistics.Read())
                StatisticLine.Append(lines, statistic);
            var errors = await _writer.WriteAsync(Encoding.UTF8.GetBytes(lines.ToString()), options.Database, options.RetentionPolicy, Precision.Nanosecond).ConfigureAwait(false);
            if (errors.Count > 0)
                NotWritten(_log, errors[0].ToString());
        }
        catch (Exception problem)
        {
            // The next ones may be written.
            NotWritten(_log, problem.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the server's own counters could not be written as points err={Why}")]
    private static partial void NotWritten(ILogger logger, string why);
}
