using Tocsin.Alerting.Foreign;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>
/// A handler as the engine holds it when its code is a plugin's or its options hold secrets: what it throws ends here, as text without
/// secrets, and the plugin's code is in use until the handler is disposed.
/// </summary>
internal sealed class GuardedHandler : IAlertHandler, IHandlerCondition, IForeignHandler, IAsyncDisposable
{
    private const string Nothing = "The handler did not say what became of the event.";

    private IAlertHandler? _handler;
    private readonly string _name;
    private readonly PluginCode? _code;
    private readonly SecretTexts _secrets;
    private int _isDisposed;

    /// <param name="code">Is in use; null for a handler of the engine.</param>
    /// <param name="health">Is told of calls that end badly; null for nobody.</param>
    /// <param name="secrets">What must not be shown of its options.</param>
    public GuardedHandler(IAlertHandler handler, string name, PluginCode? code, PluginHealth? health, SecretTexts secrets)
    {
        _handler = handler;
        _name = name;
        _code = code;
        _secrets = secrets;
        Health = health;
        _code?.Enter();
    }

    // A handler may be made and never be used, because what was to use it failed: the code must not wait for it.
    ~GuardedHandler()
    {
        if (_isDisposed == 0)
            _code?.Leave();
    }

    /// <summary>Is told of calls that end badly; null for nobody.</summary>
    public PluginHealth? Health { get; }

    public string Problem => ShownText.Of((_handler as IHandlerCondition)?.Problem, _secrets);

    public ForeignCode? Code => _handler is IForeignHandler foreign ? foreign.Code : _code?.Foreign;

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        try
        {
            if (_handler is not { } handler)
                return Delivery.Retry("The handler has been replaced.");
            if (await handler.DeliverAsync(alert, cancellationToken).ConfigureAwait(false) is { } delivery)
                return _secrets.Hide(delivery);
            Health?.Threw(_name, Nothing);
            return Delivery.Retry(Nothing);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // As text: the exception's type may be the plugin's own, and would keep it in memory.
            var what = ShownText.Of(string.IsNullOrWhiteSpace(error.Message) ? error.GetType().Name : error.Message, _secrets);
            Health?.Threw(_name, $"{error.GetType().Name}: {what}");
            return Delivery.Retry(what);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        GC.SuppressFinalize(this);

        // Nodes may remember the handlers they began with: the plugin's part of it must be able to go.
        var handler = _handler;
        _handler = null;
        try
        {
            if (handler is IAsyncDisposable later)
                await later.DisposeAsync().ConfigureAwait(false);
            else
                (handler as IDisposable)?.Dispose();
        }
        finally
        {
            _code?.Leave();
        }
    }
}
