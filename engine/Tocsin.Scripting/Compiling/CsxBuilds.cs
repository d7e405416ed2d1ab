using System.Collections.Concurrent;
using Tocsin.Engine.Crashes;

namespace Tocsin.Scripting.Compiling;

/// <summary>Compiles scripts, and remembers what came of it as long as no file of a script holds something else. Safe for any thread.</summary>
internal sealed class CsxBuilds(CrashGuard guard)
{
    private readonly object _compiling = new();
    private readonly ConcurrentDictionary<(string Key, CsxShape Shape), Remembered> _known = [];

    /// <summary>How often something was compiled, for tests.</summary>
    public int Count { get; private set; }

    public CsxBuild Of(CsxSource source, CsxShape shape)
    {
        var key = (source.File ?? ContentHash.Of(source.Code ?? ""), shape);
        if (TryFind(key, out var known))
            return known;

        // One at a time: each takes all of a processor and much memory.
        lock (_compiling)
        {
            if (TryFind(key, out known))
                return known;
            var code = source.NameNow();
            if (guard.WhySuspended(code) is { } why)
                return new CsxBuild(null, [$"{source.Name}: {why}"], source.File is { } file ? [ReadFile.Of(file)] : []);
            using var mark = guard.Loading(code);
            var build = CsxCompiler.Compile(source, code, shape);
            Count++;
            _known[key] = new Remembered(build);
            return build;
        }
    }

    private bool TryFind((string Key, CsxShape Shape) key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out CsxBuild? build)
    {
        build = null;
        return _known.TryGetValue(key, out var known) && known.TryGet(out build) && build.Files.All(file => file.IsAsRead());
    }

    // Programs nobody uses must not be kept in memory by being known.
    private sealed class Remembered(CsxBuild build)
    {
        private readonly WeakReference<CsxProgram>? _program = build.Program is { } program ? new WeakReference<CsxProgram>(program) : null;
        private readonly CsxBuild _rest = build with { Program = null };

        public bool TryGet([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out CsxBuild? build)
        {
            CsxProgram? program = null;
            build = _program is null || _program.TryGetTarget(out program) ? _rest with { Program = program } : null;
            return build is not null;
        }
    }
}
