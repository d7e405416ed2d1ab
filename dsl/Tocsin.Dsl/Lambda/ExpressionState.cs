namespace Tocsin.Dsl.Lambda;

/// <summary>
/// What one expression remembers for one group: the instances behind <c>count</c>, <c>sigma</c> and <c>spread</c>. Belongs to the
/// expression that made it, and to one thread at a time.
/// </summary>
public sealed class ExpressionState
{
    private readonly object[] _instances;

    internal ExpressionState(object[] instances) => _instances = instances;

    /// <summary>What host functions, such as those of match expressions, look at. Null elsewhere.</summary>
    public object? Host { get; set; }

    /// <summary>How long the texts may be that operators make.</summary>
    internal TextBound Texts { get; set; } = TextBound.Default;

    /// <summary>
    /// The first failure of the evaluation under way. Evaluators go on with harmless values after a failure instead of testing for it
    /// at every step; only what remembers or calls foreign code looks here first.
    /// </summary>
    internal EvaluationError? Failure { get; set; }

    /// <summary>All that it remembers, in an order that is the expression's. Empty when that is nothing.</summary>
    public long[] Save()
    {
        var size = Size;
        if (size == 0)
            return [];
        var numbers = new long[size];
        var at = 0;
        foreach (var instance in _instances)
        {
            if (instance is not ISavedMemory memory)
                continue;
            memory.Save(numbers.AsSpan(at, memory.Size));
            at += memory.Size;
        }

        return numbers;
    }

    /// <summary>Goes on from what an equal expression remembered. False, and nothing happens, when that was something else.</summary>
    public bool TryLoad(ReadOnlySpan<long> numbers)
    {
        if (numbers.Length != Size)
            return false;
        foreach (var instance in _instances)
        {
            if (instance is not ISavedMemory memory)
                continue;
            memory.Load(numbers[..memory.Size]);
            numbers = numbers[memory.Size..];
        }

        return true;
    }

    private int Size
    {
        get
        {
            var size = 0;
            foreach (var instance in _instances)
                size += instance is ISavedMemory memory ? memory.Size : 0;
            return size;
        }
    }

    internal bool HasFailed => Failure is not null;

    internal object Instance(int index) => _instances[index];

    internal void Fail(EvaluationError error) => Failure ??= error;
}
