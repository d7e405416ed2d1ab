using System.Collections.Concurrent;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Handlers;
using Tocsin.Scripting.Compiling;
using Tocsin.Sdk;

namespace Tocsin.Scripting.Handlers;

/// <summary>Hands events to a C# script.</summary>
[AlertHandler("csharp")]
internal sealed class CsharpHandler : IAlertHandler, IHandlerCondition, IForeignHandler, IDisposable
{
    private readonly LiveCsx _script;
    private readonly IReadOnlyDictionary<string, string> _options;
    private readonly HttpClient _http;
    private readonly Action<string> _log;
    private readonly ConcurrentDictionary<string, object?> _state = new(StringComparer.Ordinal);

    /// <exception cref="CsxException">The script does not compile.</exception>
    public CsharpHandler(CsharpOptions options, CsharpScripts scripts, HttpClient http, HandlerContext context)
    {
        _options = options.Options;
        _http = http;
        _log = context.Log;
        _script = scripts.Open(scripts.SourceOf(options), CsharpCheck.Shape, context.Log);
    }

    /// <inheritdoc/>
    public string Problem => _script.Problem;

    public ForeignCode Code => _script.Program.Code;

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var globals = new HandlerGlobals(alert, _log) { Http = HandlerHttp.SeparateOf(_http), Cancellation = cancellationToken, Options = _options, State = _state };
        try
        {
            return await _script.Program.RunAsync<Delivery>(globals).ConfigureAwait(false) ?? Delivery.Done;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return Delivery.Retry(CsxFault.TextOf(e));
        }
    }

    public void Dispose() => _script.Dispose();
}
