using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Watching;
using Tocsin.Scripting.Compiling;
using Tocsin.Scripting.Functions;
using Tocsin.Scripting.Handlers;
using Tocsin.Sdk;

namespace Tocsin.Scripting.Hosting;

/// <summary>
/// Everything written in C# scripts. Costs nothing until the first script is compiled: only then is the compiler loaded. Safe for any thread.
/// </summary>
public sealed class CsxHost : IHandlerModule, IDisposable
{
    private readonly FileWatch _watch;
    private readonly CsxLeftovers _leftovers;
    private readonly CsxBuilds _builds;
    private readonly CsharpScripts _handlers;

    public CsxHost(CsxSettings settings)
    {
        Folder = Path.GetFullPath(settings.Folder);
        _builds = new CsxBuilds(settings.Guard, settings.Time);
        _leftovers = new CsxLeftovers(settings.Time);
        _watch = new FileWatch(settings.Time, settings.WatchInterval);
        _handlers = new CsharpScripts(Folder, _builds, _watch, _leftovers);
        Kind = HandlerKind.FromType(typeof(CsharpHandler), HandlerKinds.EngineOrigin, isBuiltIn: true, this);
    }

    /// <summary>Where relative paths of scripts begin.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public string KeyWithVariables => "options";

    /// <summary>The kind <c>csharp</c>, whose handlers are scripts.</summary>
    public HandlerKind Kind { get; }

    /// <summary>Some kinds of handlers, and the kind <c>csharp</c>.</summary>
    /// <exception cref="CsxException">The kind's name is taken.</exception>
    public HandlerKinds AddTo(HandlerKinds kinds) => kinds.TryAdd(Kind, out var all, out var error) ? all : throw new CsxException(error);

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Check(object options) => options is CsharpOptions script ? CsharpCheck.Of(script, _handlers) : [];

    /// <inheritdoc/>
    public ForeignCode? CodeOf(object options) => options is CsharpOptions script ? _handlers.SourceOf(script).NameNow() : null;

    /// <inheritdoc/>
    public object? GetService(Type serviceType) => serviceType == typeof(CsharpScripts) ? _handlers : null;

    /// <summary>Compiles the functions of a folder.</summary>
    /// <param name="folder">Holds <c>.csx</c> files; need not exist.</param>
    public FunctionFolder OpenFunctions(string folder) => new(folder, _builds, _watch, _leftovers);

    public void Dispose()
    {
        _watch.Dispose();
        _leftovers.Dispose();
    }
}
