using Tocsin.Engine.Crashes;
using Tocsin.Engine.Plugins;
using Tocsin.Scripting.Compiling;
using Tocsin.Scripting.Functions;
using Tocsin.Scripting.Handlers;
using Tocsin.Scripting.Watching;
using Tocsin.Sdk;

namespace Tocsin.Scripting;

/// <summary>
/// Everything written in C# scripts. Costs nothing until the first script is compiled: only then is the compiler loaded. Safe for any thread.
/// </summary>
public sealed class ScriptHost : IHandlerModule, IDisposable
{
    private readonly FileWatch _watch;
    private readonly ScriptLeftovers _leftovers;
    private readonly CsxBuilds _builds;

    public ScriptHost(ScriptSettings settings)
    {
        Folder = Path.GetFullPath(settings.Folder);
        _builds = new CsxBuilds(settings.Guard, settings.Time);
        _leftovers = new ScriptLeftovers(settings.Time);
        _watch = new FileWatch(settings.Time, settings.WatchInterval);
        Kind = HandlerKind.FromType(typeof(CsharpHandler), HandlerKinds.EngineOrigin, isBuiltIn: true, this);
    }

    /// <summary>Where relative paths of scripts begin.</summary>
    public string Folder { get; }

    /// <summary>The kind <c>csharp</c>, whose handlers are scripts.</summary>
    public HandlerKind Kind { get; }

    internal CsxBuilds Builds => _builds;

    /// <summary>Some kinds of handlers, and the kind <c>csharp</c>.</summary>
    /// <exception cref="ScriptException">The kind's name is taken.</exception>
    public HandlerKinds AddTo(HandlerKinds kinds) => kinds.TryAdd(Kind, out var all, out var error) ? all : throw new ScriptException(error);

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Check(object options) => options is CsharpOptions script ? CsharpCheck.Of(script, this) : [];

    /// <inheritdoc/>
    public ForeignCode? CodeOf(object options) => options is CsharpOptions script ? SourceOf(script).NameNow() : null;

    /// <inheritdoc/>
    public object? GetService(Type serviceType) => serviceType == typeof(ScriptHost) ? this : null;

    /// <summary>Compiles the functions of a folder.</summary>
    /// <param name="folder">Holds <c>.csx</c> files; need not exist.</param>
    public FunctionFolder OpenFunctions(string folder) => new(folder, _builds, _watch, _leftovers);

    public void Dispose()
    {
        _watch.Dispose();
        _leftovers.Dispose();
    }

    /// <summary>The script that options of a handler mean.</summary>
    internal CsxSource SourceOf(CsharpOptions options) =>
        options.Code.Length > 0 ? CsxSource.OfCode(options.Code, Folder) : CsxSource.OfFile(Path.GetFullPath(options.File, Folder));

    /// <summary>Compiles a script and keeps it as its files say until it is disposed.</summary>
    /// <param name="log">Is told when another version is in force, or why it is not.</param>
    /// <exception cref="ScriptException">It does not compile.</exception>
    internal LiveScript Open(CsxSource source, CsxShape shape, Action<string> log) => new(source, shape, _builds, _watch, _leftovers, log);
}
