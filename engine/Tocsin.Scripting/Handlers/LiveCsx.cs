using Tocsin.Engine.Watching;
using Tocsin.Scripting.Compiling;

namespace Tocsin.Scripting.Handlers;

/// <summary>
/// A script in use: the last version of its files that compiled. A version that does not compile leaves the one before in force. Safe for
/// any thread.
/// </summary>
internal sealed class LiveCsx : IDisposable
{
    private readonly CsxSource _source;
    private readonly CsxShape _shape;
    private readonly CsxBuilds _builds;
    private readonly CsxLeftovers _leftovers;
    private readonly Action<string> _log;
    private readonly IDisposable? _watched;
    private volatile CsxProgram _program;
    private volatile string _problem = "";
    private bool _isDisposed;

    /// <exception cref="CsxException">The script does not compile.</exception>
    public LiveCsx(CsxSource source, CsxShape shape, CsxBuilds builds, FileWatch watch, CsxLeftovers leftovers, Action<string> log)
    {
        _source = source;
        _shape = shape;
        _builds = builds;
        _leftovers = leftovers;
        _log = log;
        var build = builds.Of(source, shape);
        _program = build.Program ?? throw new CsxException(string.Join('\n', build.Errors));
        _program.Context.Enter();
        if (build.Files.Count > 0)
            _watched = watch.Watch(build.Files.Select(file => file.Path), Renew);
    }

    /// <summary>The version in force. Who runs it finishes on it, whatever comes into force meanwhile.</summary>
    public CsxProgram Program => _program;

    /// <summary>Why the files as they are now are not in force; empty when they are.</summary>
    public string Problem => _problem;

    public void Dispose()
    {
        _watched?.Dispose();
        if (!Interlocked.Exchange(ref _isDisposed, true))
            _leftovers.Add(_program, _log);
    }

    private IEnumerable<string> Renew()
    {
        var build = _builds.Of(_source, _shape);
        if (build.Program is { } program)
        {
            if (program != _program || _problem.Length > 0)
                _log($"{_source.Name} has changed: the new version is in force");
            _problem = "";
            if (program != _program)
                Use(program);
        }
        else
        {
            _problem = $"the version before stays in force: {string.Join('\n', build.Errors)}";
            _log($"{_source.Name} has changed and cannot be used, {_problem}");
        }

        return build.Files.Select(file => file.Path);
    }

    private void Use(CsxProgram program)
    {
        var before = _program;
        program.Context.Enter();
        _program = program;
        _leftovers.Add(before, _log);
    }
}
