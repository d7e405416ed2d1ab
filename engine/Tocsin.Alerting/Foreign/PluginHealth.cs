using Microsoft.Extensions.Logging;

namespace Tocsin.Alerting.Foreign;

/// <summary>How the handlers of one plugin behave. Goes on counting when the plugin is replaced. Safe for any thread.</summary>
public sealed partial class PluginHealth(string plugin, TimeProvider time, ILogger log)
{
    // A handler that throws for each event of a storm must not fill the log.
    private static readonly TimeSpan LogPause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private PluginHealthCounts _counts = new();
    private DateTimeOffset _logged = DateTimeOffset.MinValue;

    /// <summary>The counts now.</summary>
    public PluginHealthCounts Counts
    {
        get
        {
            lock (_gate)
                return _counts;
        }
    }

    /// <summary>A call ended with an exception, or answered with nothing.</summary>
    public void Threw(string handler, string what) =>
        Note(handler, what, static counts => counts with { Exceptions = counts.Exceptions + 1 });

    /// <summary>A call heeded its cancellation after the attempt had taken too long.</summary>
    internal void TimedOut(string handler, TimeSpan limit) => Note(
        handler, $"a call did not end within {limit.TotalSeconds} s", static counts => counts with { Timeouts = counts.Timeouts + 1 });

    /// <summary>A call ignored its cancellation; the attempt was ended without it.</summary>
    internal void GivenUp(string handler, TimeSpan limit) => Note(
        handler, $"a call did not end within {limit.TotalSeconds} s, ignores its cancellation and is given up",
        static counts => counts with { Timeouts = counts.Timeouts + 1, Unreturned = counts.Unreturned + 1 });

    /// <summary>A call that was given up has come back.</summary>
    internal void CameBackLate(string handler, TimeSpan after) => Note(
        handler, $"a call that was given up came back after {after.TotalSeconds:0.#} s",
        static counts => counts with { LateReturns = counts.LateReturns + 1, Unreturned = counts.Unreturned - 1 });

    /// <summary>Something else than a call went wrong, such as an unload.</summary>
    public void Complain(string what) => Note("", what, static counts => counts);

    private void Note(string handler, string what, Func<PluginHealthCounts, PluginHealthCounts> count)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var isNew = _counts.LastProblem != what || now - _logged >= LogPause;
            _counts = count(_counts) with { LastProblem = what, LastProblemAt = now, LastProblemHandler = handler };
            if (!isNew)
                return;
            _logged = now;
        }

        Log.Misbehaves(log, plugin, handler, what);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "plugin misbehaves plugin={Plugin} handler={Handler} problem={Problem}")]
        public static partial void Misbehaves(ILogger logger, string plugin, string handler, string problem);
    }
}
