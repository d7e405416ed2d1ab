namespace Tocsin.Influx.Connections;

/// <summary>Ends what a server is asked for when it shows no sign of life for too long.</summary>
internal sealed class SilenceLimit : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    // Signs of life that never come to an end are not an answer.
    private const int TimesOfWhole = 6;

    private readonly CancellationTokenSource _silent;
    private readonly CancellationTokenSource _endless;
    private readonly CancellationTokenSource _either;
    private readonly TimeSpan _limit;

    /// <param name="limit">Zero for ten minutes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it too.</param>
    public SilenceLimit(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        _limit = limit > TimeSpan.Zero ? limit : Longest;
        _silent = new CancellationTokenSource(_limit, time);
        _endless = new CancellationTokenSource(TimesOfWhole * _limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_silent.Token, _endless.Token, cancellationToken);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>There was a sign of life.</summary>
    public void Heard() => _silent.CancelAfter(_limit);

    /// <summary>What a failure of the connection means.</summary>
    public InfluxException Explain(Exception problem, InfluxAddress address) => problem switch
    {
        _ when _silent.IsCancellationRequested => new InfluxException(
            InfluxFailure.TimedOut, $"InfluxDB at {address.Shown} shows no sign of life for {_limit.TotalSeconds:0.###} s; the option timeout says how long it may", problem),
        _ when _endless.IsCancellationRequested => new InfluxException(
            InfluxFailure.TimedOut, $"InfluxDB at {address.Shown} has not ended its answer after {(TimesOfWhole * _limit).TotalSeconds:0.###} s, six times the option timeout", problem),
        HttpRequestException or IOException or OperationCanceledException => new InfluxException(
            InfluxFailure.Unreachable, $"InfluxDB at {address.Shown} cannot be reached: {(problem.InnerException ?? problem).Message}", problem),
        _ => new InfluxException(InfluxFailure.Garbled, $"InfluxDB at {address.Shown}: {problem.Message}", problem),
    };

    public void Dispose()
    {
        _either.Dispose();
        _endless.Dispose();
        _silent.Dispose();
    }
}
