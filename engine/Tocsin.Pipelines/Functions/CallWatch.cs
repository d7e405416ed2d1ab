using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Functions;

/// <summary>
/// Knows which function of a user a task's thread is in, so that somebody else can see that it does not come back. Every call, and every
/// way back into the engine from one, goes through here: it is two stores and no clock.
/// </summary>
internal sealed class CallWatch
{
    [ThreadStatic]
    private static CallWatch? _ofThread;

    private volatile UserFunction? _function;
    private volatile bool _isAbandoned;
    private long _steps;

    /// <summary>The function that is being called; null while the task is in the engine's own code.</summary>
    public UserFunction? Function => _function;

    /// <summary>Changes with every call and return.</summary>
    public long Steps => Volatile.Read(ref _steps);

    /// <summary>True once nobody waits any more for the task.</summary>
    public bool IsAbandoned => _isAbandoned;

    /// <summary>Nobody waits any more for the task: the call under way ends it when it comes back.</summary>
    public void Abandon() => _isAbandoned = true;

    /// <summary>Watches this thread until the other value is put back.</summary>
    /// <returns>The watch before, to be put back.</returns>
    public static CallWatch? Install(CallWatch? watch)
    {
        var before = _ofThread;
        _ofThread = watch;
        return before;
    }

    /// <summary>A function is about to be called; null when one is left for a while, to what it emits.</summary>
    /// <returns>What was called before, for <see cref="Leave"/>.</returns>
    /// <exception cref="TaskAbandonedException">The task was given up meanwhile.</exception>
    public static UserFunction? Enter(UserFunction? function)
    {
        if (_ofThread is not { } watch)
            return null;

        watch.ThrowIfAbandoned();
        return watch.Change(function);
    }

    /// <summary>The call is over, and the one before goes on.</summary>
    /// <exception cref="TaskAbandonedException">The task was given up meanwhile.</exception>
    public static void Leave(UserFunction? outer)
    {
        if (_ofThread is not { } watch)
            return;

        watch.Change(outer);
        watch.ThrowIfAbandoned();
    }

    private void ThrowIfAbandoned()
    {
        if (_isAbandoned)
            throw new TaskAbandonedException();
    }

    private UserFunction? Change(UserFunction? function)
    {
        var outer = _function;
        Volatile.Write(ref _steps, _steps + 1);
        _function = function;
        return outer;
    }
}
