using Tocsin.Sdk;

namespace Tocsin.Engine.Plugins;

/// <summary>
/// A handler of a plugin as the engine holds it: what the plugin throws ends here, as text, and the plugin's code is in use until the
/// handler is disposed.
/// </summary>
internal sealed class PluginHandler : IAlertHandler, IAsyncDisposable
{
    private readonly IAlertHandler _handler;
    private readonly string _name;
    private readonly PluginCode _code;
    private int _isDisposed;

    public PluginHandler(IAlertHandler handler, string name, PluginCode code, PluginHealth health)
    {
        _handler = handler;
        _name = name;
        _code = code;
        Health = health;
        code.Enter();
    }

    // A handler may be made and never be used, because what was to use it failed: the code must not wait for it.
    ~PluginHandler()
    {
        if (_isDisposed == 0)
            _code.Leave();
    }

    public PluginHealth Health { get; }

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        try
        {
            if (await _handler.HandleAsync(alert, cancellationToken).ConfigureAwait(false) is { } delivery)
                return delivery;
            const string Nothing = "The handler did not say what became of the event.";
            Health.Threw(_name, Nothing);
            return Delivery.Retry(Nothing);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // As text: the exception's type may be the plugin's own, and would keep it in memory.
            var what = string.IsNullOrWhiteSpace(error.Message) ? error.GetType().Name : error.Message;
            Health.Threw(_name, $"{error.GetType().Name}: {error.Message}");
            return Delivery.Retry(what);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        GC.SuppressFinalize(this);
        try
        {
            if (_handler is IAsyncDisposable later)
                await later.DisposeAsync().ConfigureAwait(false);
            else
                (_handler as IDisposable)?.Dispose();
        }
        finally
        {
            _code.Leave();
        }
    }
}
