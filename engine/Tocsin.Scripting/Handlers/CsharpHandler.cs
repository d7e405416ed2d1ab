using System.Collections.Concurrent;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Handlers;
using Tocsin.Scripting.Compiling;
using Tocsin.Sdk;

namespace Tocsin.Scripting.Handlers;

/// <summary>Hands events to a C# script.</summary>
[AlertHandler("csharp")]
[RunsPrograms]
internal sealed class CsharpHandler : IAlertHandler, IHandlerCondition, IForeignHandler, IDisposable
{
    private readonly LiveCsx _script;
    private readonly CsxOptions _options;
    private readonly HttpClient _http;
    private readonly Action<string> _log;
    private readonly ConcurrentDictionary<string, object?> _state = new(StringComparer.Ordinal);

    /// <exception cref="CsxException">The script does not compile, or an option has no value.</exception>
    public CsharpHandler(CsharpOptions options, CsharpScripts scripts, HttpClient http, HandlerContext context)
    {
        if (!CsxOptions.TryResolve(options.Options, out _options, out var problems))
            throw new CsxException(string.Join('\n', problems.Select(problem => $"option '{problem.Option}': {problem.Message}")));
        _http = http;
        _log = line => context.Log(_options.Secrets.Hide(line));
        _script = scripts.Open(scripts.SourceOf(options), CsharpCheck.Shape, context.Log);
    }

    /// <inheritdoc/>
    public string Problem => _script.Problem;

    public ForeignCode Code => _script.Program.Code;

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var globals = new HandlerGlobals(alert, _log) { Http = _http, Cancellation = cancellationToken, Options = _options.Values, State = _state };
        try
        {
            return _options.Secrets.Hide(await _script.Program.RunAsync<Delivery>(globals).ConfigureAwait(false) ?? Delivery.Done);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return Delivery.Retry(_options.Secrets.Hide(CsxFault.TextOf(e)));
        }
    }

    public void Dispose() => _script.Dispose();
}
