using System.Diagnostics;
using Tocsin.Server.Http;

namespace Tocsin.Server.Cli.Serve;

/// <summary>
/// Sees to it that requests and writes go on while code blocks the threads that all share, as a script does that starts tasks which sleep: looks
/// whether a thread is free, makes more of them while none is and nothing moves, and says who may be the reason. Has a thread of its own.
/// </summary>
/// <param name="most">How many threads there may be.</param>
/// <param name="suspects">Answers what code of others is under way, or was last.</param>
/// <param name="log">Is told once when it begins.</param>
internal sealed partial class PoolWatch(int most, Func<IReadOnlyList<string>> suspects, ILogger log) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    /// <summary>A start, or a collection of garbage, keeps all threads busy for a while and is nobody's fault.</summary>
    private const int RoundsUntilTold = 3;

    private const int FewThreads = 16;

    private readonly ManualResetEventSlim _stop = new();
    private volatile PoolTrouble? _trouble;
    private (int Workers, int Ports) _usual;
    private long _troubled;
    private bool _isWide;
    private Thread? _thread;

    /// <summary>What is wrong; null when nothing is, or has been for a while.</summary>
    public PoolTrouble? Trouble => _trouble;

    public void Start()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        _usual = (workers, ports);
        _thread = new Thread(Run) { IsBackground = true, Name = "pool watch" };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Set();
        _thread?.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.Wait(Pause))
        {
            var answered = new TaskCompletionSource();
            var done = ThreadPool.CompletedWorkItemCount;
            ThreadPool.UnsafeQueueUserWorkItem(static source => source.SetResult(), answered, preferLocal: false);
            for (var round = 1; !answered.Task.Wait(Patience) && !_stop.IsSet; round++)
            {
                // Threads that are busy end one thing and begin the next: more of them would only be in each other's way.
                var now = ThreadPool.CompletedWorkItemCount;
                if (now - done < ThreadPool.ThreadCount)
                    Widen(isTold: round >= RoundsUntilTold);
                done = now;
            }

            // Threads without work are gone by then: those that are left are blocked still.
            if (_isWide && Stopwatch.GetElapsedTime(_troubled) > Memory && ThreadPool.ThreadCount <= Math.Max(FewThreads, 2 * _usual.Workers))
                Relax();
        }
    }

    private void Widen(bool isTold)
    {
        var threads = Math.Min(most, 2 * Math.Max(ThreadPool.ThreadCount, _usual.Workers));
        ThreadPool.GetMinThreads(out var workers, out var ports);
        if (threads > workers)
            ThreadPool.SetMinThreads(threads, ports);
        _troubled = Stopwatch.GetTimestamp();
        _isWide = true;
        if (!isTold && _trouble is null)
            return;
        var isNew = _trouble is null;
        _trouble = new PoolTrouble(_trouble?.Since ?? TimeProvider.System.GetUtcNow(), ThreadPool.ThreadCount, most, suspects());
        if (isNew)
            Log.Blocked(log, _trouble.Text);
    }

    private void Relax()
    {
        ThreadPool.SetMinThreads(_usual.Workers, _usual.Ports);
        (_isWide, _trouble) = (false, null);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{What}")]
        public static partial void Blocked(ILogger logger, string what);
    }
}
