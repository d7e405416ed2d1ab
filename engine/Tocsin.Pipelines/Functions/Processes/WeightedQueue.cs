using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>A queue that is full by the weight of what waits in it: batches count as their points. One item always fits into an empty one. Safe for any thread.</summary>
/// <param name="limit">The weight above which nothing more is taken.</param>
internal sealed class WeightedQueue<T>(int limit)
{
    private readonly Lock _gate = new();
    private readonly Queue<(T Item, int Weight)> _items = new();
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _item;
    private long _weight;
    private volatile int _count;
    private volatile bool _isCompleted;

    public int Count => _count;

    /// <summary>True when nothing more is taken.</summary>
    public bool IsCompleted => _isCompleted;

    /// <summary>Adds something; false when there is no room.</summary>
    public bool TryAdd(T item, int weight)
    {
        lock (_gate)
        {
            if (_weight >= limit || _isCompleted)
                return false;
            _items.Enqueue((item, Math.Max(1, weight)));
            _weight += Math.Max(1, weight);
            _count = _items.Count;
            Signal(ref _item);
            return true;
        }
    }

    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        lock (_gate)
        {
            if (!_items.TryDequeue(out var first))
            {
                item = default;
                return false;
            }

            item = first.Item;
            _weight -= first.Weight;
            _count = _items.Count;
            if (_weight < limit)
                Signal(ref _room);
            return true;
        }
    }

    /// <summary>Ends when there is room, or nothing more is taken.</summary>
    public Task WhenRoom()
    {
        lock (_gate)
            return _weight < limit || _isCompleted ? Task.CompletedTask : WaiterOf(ref _room);
    }

    /// <summary>Ends when there is something to take, or nothing more comes.</summary>
    public Task WhenItem()
    {
        lock (_gate)
            return _items.Count > 0 || _isCompleted ? Task.CompletedTask : WaiterOf(ref _item);
    }

    /// <summary>Nothing more is taken.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isCompleted = true;
            Signal(ref _item);
            Signal(ref _room);
        }
    }

    private static Task WaiterOf(ref TaskCompletionSource? waiter) =>
        (waiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private static void Signal(ref TaskCompletionSource? waiter)
    {
        waiter?.TrySetResult();
        waiter = null;
    }
}
