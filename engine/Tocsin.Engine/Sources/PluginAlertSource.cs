using Tocsin.Alerting.Foreign;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources;

/// <summary>
/// A source of a plugin as the engine holds it: the plugin's code is in use until the source is disposed and its last call has ended, and
/// what it throws counts against the plugin.
/// </summary>
internal sealed class PluginAlertSource : IAlertSource, IDisposable
{
    private readonly IAlertSource _source;
    private readonly string _kind;
    private readonly PluginSource _plugin;
    private int _isDisposed;

    public PluginAlertSource(IAlertSource source, string kind, PluginSource plugin)
    {
        _source = source;
        _kind = kind;
        _plugin = plugin;
        plugin.Code.Enter();
    }

    // A source may be made only to see whether that can be done.
    ~PluginAlertSource()
    {
        if (_isDisposed == 0)
            _plugin.Code.Leave();
    }

    /// <summary>The code that its calls run.</summary>
    public ForeignCode Code => _plugin.Code.Foreign;

    public string? Verify(SourceRequest request) => Call(static (source, request) => source.Verify(request), request);

    public SourceReading Read(SourceRequest request) => Call(static (source, request) => source.Read(request), request);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        GC.SuppressFinalize(this);
        try
        {
            (_source as IDisposable)?.Dispose();
        }
        finally
        {
            _plugin.Code.Leave();
        }
    }

    private T Call<T>(Func<IAlertSource, SourceRequest, T> call, SourceRequest request)
    {
        _plugin.Code.Enter();
        try
        {
            return call(_source, request);
        }
        catch (Exception error) when (error is not FormatException and not System.Text.Json.JsonException)
        {
            // As text: the exception's type may be the plugin's own, and would keep it in memory.
            var what = $"{error.GetType().Name}: {error.Message}";
            _plugin.Health.Threw(_kind, what);
            throw new InvalidOperationException(what);
        }
        finally
        {
            _plugin.Code.Leave();
        }
    }
}
