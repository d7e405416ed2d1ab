namespace Tocsin.Alerting.Foreign;

/// <summary>
/// Runs calls of plugins and scripts on threads of their own, and what they go on with after waiting too: code that blocks its thread must not take
/// those from requests, writes and everybody else. A thread without work ends after a while. Safe for any thread.
/// </summary>
internal sealed class ForeignThreads : TaskScheduler
{
    /// <summary>As each handler has only so many calls under way, it takes many bad ones to get here; then they wait for each other.</summary>
    private const int Most = 1000;

    private static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(20);

    [ThreadStatic]
    private static bool s_isOne;

    private readonly object _gate = new();
    private readonly Queue<Task> _waiting = new();
    private int _threads;
    private int _idle;

    private ForeignThreads()
    {
    }

    public static ForeignThreads Shared { get; } = new();

    public override int MaximumConcurrencyLevel => Most;

    /// <summary>Begins something that goes on by itself.</summary>
    public void Start<T>(Func<T, Task> call, T argument) => _ = Task.Factory.StartNew(() => call(argument), CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            _waiting.Enqueue(task);
            if (_waiting.Count <= _idle)
            {
                Monitor.Pulse(_gate);
                return;
            }

            if (_threads == Most)
                return;
            _threads++;
        }

        new Thread(Run) { IsBackground = true, Name = "foreign code" }.Start();
    }

    // Who waits for a task on one of these threads may do it there and then, also when there are no more threads.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => s_isOne && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
            return [.. _waiting];
    }

    private void Run()
    {
        s_isOne = true;
        while (Next() is { } task)
            TryExecuteTask(task);
    }

    private Task? Next()
    {
        lock (_gate)
        {
            _idle++;
            while (_waiting.Count == 0)
            {
                if (Monitor.Wait(_gate, IdleFor) || _waiting.Count > 0)
                    continue;
                _idle--;
                _threads--;
                return null;
            }

            _idle--;
            return _waiting.Dequeue();
        }
    }
}
