using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries;

/// <summary>
/// A handler at work. When another takes its place it still ends the calls it has begun, and is disposed after the last of them has come
/// back. Safe for any thread.
/// </summary>
internal sealed class HandlerInstance(HandlerTarget target, IAlertHandler handler, ILogger log)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;
    private bool _isRetired;

    /// <summary>Whose deliveries it makes.</summary>
    public HandlerTarget Target { get; } = target;

    public IAlertHandler Handler { get; } = handler;

    /// <summary>Is told of calls that end badly; null for handlers of the engine.</summary>
    public PluginHealth? Health { get; } = (handler as GuardedHandler)?.Health;

    /// <summary>The foreign code that its calls run in this process; null when they run none.</summary>
    public ForeignCode? Code => (Handler as IForeignHandler)?.Code;

    /// <summary>A call begins; false when the handler was retired and must not be called any more.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_isRetired)
                return false;
            _calls++;
            return true;
        }
    }

    /// <summary>A call has come back, in time or not.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (--_calls > 0 || !_isRetired)
                return;
        }

        DisposeHandler();
    }

    /// <summary>No call begins any more.</summary>
    public void Retire()
    {
        lock (_gate)
        {
            if (_isRetired)
                return;
            _isRetired = true;
            if (_calls > 0)
                return;
        }

        DisposeHandler();
    }

    /// <summary>Ends when the handler, after <see cref="Retire"/>, has been disposed, or when that takes too long, which is logged.</summary>
    public async Task WhenDisposedAsync(TimeSpan limit, TimeProvider time)
    {
        try
        {
            await _disposed.Task.WaitAsync(limit, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            DeliveryLog.NotDisposed(log, Target, limit.TotalSeconds);
        }
    }

    // On another thread: whoever retires a handler must not wait for what its author does at the end.
    private void DisposeHandler() => ForeignThreads.Shared.Start(static instance => instance.DisposeHandlerAsync(), this);

    private async Task DisposeHandlerAsync()
    {
        try
        {
            if (Handler is IAsyncDisposable later)
                await later.DisposeAsync().ConfigureAwait(false);
            else
                (Handler as IDisposable)?.Dispose();
        }
        catch (Exception error)
        {
            // A plugin's mistake: the handler is not used any more, so nothing else is harmed.
            DeliveryLog.CannotDispose(log, Target, error.Message);
        }
        finally
        {
            _disposed.TrySetResult();
        }
    }
}
