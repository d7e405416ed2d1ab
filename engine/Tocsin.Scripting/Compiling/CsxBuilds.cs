using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Foreign;

namespace Tocsin.Scripting.Compiling;

/// <summary>
/// Compiles scripts, and remembers what came of it as long as no file of a script holds something else. Some are compiled at a time; a slow
/// one makes room for others and is given up in the end. Safe for any thread.
/// </summary>
internal sealed class CsxBuilds(CrashGuard guard, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Key, CsxShape Shape), Remembered> _known = [];
    private readonly ConcurrentDictionary<(string Key, CsxShape Shape), Lock> _gates = [];
    private readonly SemaphoreSlim _turns = new(CsxLimits.MostAtOnce);
    private int _givenUp;

    /// <summary>What compiles; another one for tests.</summary>
    public Func<CsxSource, ForeignCode, CsxShape, CancellationToken, CsxBuild> Compiler { get; init; } = CsxCompiler.Compile;

    public CsxBuild Of(CsxSource source, CsxShape shape)
    {
        var key = (source.File ?? ContentHash.Of(source.Code ?? ""), shape);
        if (TryFind(key, out var known))
            return known;

        // Whoever wants the same script waits for it.
        lock (_gates.GetOrAdd(key, static _ => new Lock()))
        {
            if (TryFind(key, out known))
                return known;
            var code = source.NameNow();
            if (guard.WhySuspended(code) is { } why)
                return Refused(source, $"{source.Name}: {why}");
            if (Volatile.Read(ref _givenUp) >= CsxLimits.MostGivenUp)
                return Refused(source, CsxLimits.TooManyGivenUp(source.Name));
            var build = Compile(source, code, shape);
            _known[key] = new Remembered(build);
            _gates.TryRemove(key, out _);
            return build;
        }
    }

    private CsxBuild Compile(CsxSource source, ForeignCode code, CsxShape shape)
    {
        using var limit = new CancellationTokenSource();
        var token = limit.Token;
        _turns.Wait(CancellationToken.None);
        var compiling = CsxThread.Run(() =>
        {
            using var mark = guard.Loading(code);
            return Compiler(source, code, shape, token);
        });
        var isThrough = IsThrough(compiling, CsxLimits.Turn);
        _turns.Release();
        if (isThrough || IsThrough(compiling, CsxLimits.Time - CsxLimits.Turn))
            return compiling.GetAwaiter().GetResult();

        // Most of the compiler looks at the limit; what does not goes on until it is through.
        limit.Cancel();
        Interlocked.Increment(ref _givenUp);
        _ = compiling.ContinueWith(_ => Interlocked.Decrement(ref _givenUp), TaskScheduler.Default);
        return Refused(source, CsxLimits.TooLong(source.Name));
    }

    private bool IsThrough(Task<CsxBuild> compiling, TimeSpan patience) =>
        Task.WhenAny(compiling, Task.Delay(patience, time)).GetAwaiter().GetResult() == compiling;

    private static CsxBuild Refused(CsxSource source, string why) => new(null, [why], source.File is { } file ? [ReadFile.SourceNow(file)] : []);

    private bool TryFind((string Key, CsxShape Shape) key, [NotNullWhen(true)] out CsxBuild? build)
    {
        build = null;
        return _known.TryGetValue(key, out var known) && known.TryGet(out build) && build.Files.All(file => file.IsAsRead());
    }

    // Programs nobody uses must not be kept in memory by being known.
    private sealed class Remembered(CsxBuild build)
    {
        private readonly WeakReference<CsxProgram>? _program = build.Program is { } program ? new WeakReference<CsxProgram>(program) : null;
        private readonly CsxBuild _rest = build with { Program = null };

        public bool TryGet([NotNullWhen(true)] out CsxBuild? build)
        {
            CsxProgram? program = null;
            build = _program is null || _program.TryGetTarget(out program) ? _rest with { Program = program } : null;
            return build is not null;
        }
    }
}
