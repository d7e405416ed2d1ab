using Microsoft.Extensions.Logging;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Functions;

/// <summary>
/// Looks now and then whether a task's thread is still in the same call of a function. One that is over the deadline is told in the log;
/// when it takes twice as long the task is given up, as the thread cannot be ended; at once, when the task is stopped for a change, which others
/// wait for. It is told at most a quarter of the deadline late.
/// </summary>
internal sealed class FunctionDeadline : IDisposable
{
    private const int LooksPerDeadline = 4;

    private readonly Lock _gate = new();
    private readonly string _task;
    private readonly TimeSpan _deadline;
    private readonly ILogger _logger;
    private readonly Action<string> _giveUp;
    private readonly ITimer _timer;
    private UserFunction? _seen;
    private long _steps;
    private int _looks;
    private int _mostLooks = 2 * LooksPerDeadline;

    /// <param name="giveUp">Called once, with the error to show.</param>
    public FunctionDeadline(string task, TaskServices services, Action<string> giveUp)
    {
        _task = task;
        _deadline = services.FunctionDeadline.Current;
        _logger = services.LoggerFactory.CreateLogger("tocsin.task");
        _giveUp = giveUp;
        _timer = services.Time.CreateTimer(_ => Look(), null, _deadline / LooksPerDeadline, _deadline / LooksPerDeadline);
    }

    /// <summary>What the task's thread is to be watched with.</summary>
    public CallWatch Watch { get; } = new();

    /// <summary>The task is stopped: a call has no more time than the deadline.</summary>
    public void Hurry()
    {
        lock (_gate)
            _mostLooks = LooksPerDeadline;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_gate)
        {
            var steps = Watch.Steps;
            if (Watch.Function is { } function && function == _seen && steps == _steps)
            {
                Judge(function, ++_looks);
                return;
            }

            if (_looks >= LooksPerDeadline && _seen is { } late)
                FunctionLog.CameBack(_logger, late.ToString(), _task);
            (_seen, _steps, _looks) = (Watch.Function, steps, 0);
        }
    }

    private void Judge(UserFunction function, int looks)
    {
        if (looks == LooksPerDeadline)
            FunctionLog.IsLate(_logger, function.ToString(), _deadline.TotalSeconds, _task);
        if (looks < _mostLooks || Watch.IsAbandoned)
            return;

        _timer.Dispose();
        Watch.Abandon();
        var seconds = (_deadline * looks / LooksPerDeadline).TotalSeconds;
        FunctionLog.IsLost(_logger, function.ToString(), seconds, _task);
        _giveUp($"{function} has not returned for {seconds} s, so the task was abandoned: mend the function, then enable the task again");
    }
}
