using System.Runtime.Loader;
using Tocsin.Alerting.Foreign;

namespace Tocsin.Scripting.Compiling;

/// <summary>
/// Versions of scripts that were replaced, until they have left the memory. Caches of .NET are cleared for them; one that does not go is told,
/// with the reason. Safe for any thread.
/// </summary>
internal sealed class CsxLeftovers(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // Calls may run as long as an attempt, and memory is collected some time after.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly List<Leftover> _all = [];
    private ITimer? _timer;
    private bool _isDisposed;

    /// <summary>Somebody has put another version in the place of one, or needs it no more.</summary>
    /// <param name="log">Is told when it does not leave the memory.</param>
    public void Add(CsxProgram program, Action<string> log)
    {
        program.Context.Leave();
        var kept = FrameworkCaches.KeptFor([program.Assembly]);
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _all.Add(new Leftover(new WeakReference<CsxLoadContext>(program.Context), program.Code.Name, kept, log, time.GetTimestamp()));
            _timer ??= time.CreateTimer(static state => ((CsxLeftovers)state!).Look(), this, Interval, Interval);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _all.Clear();
            _timer?.Dispose();
        }
    }

    private void Look()
    {
        Leftover[] late;
        lock (_gate)
        {
            // Another handler may use the same version, or go back to it.
            _all.RemoveAll(static leftover => !leftover.Context.TryGetTarget(out var context) || context.IsUsed);
            late = [.. _all.Where(leftover => time.GetElapsedTime(leftover.Since) >= Patience)];
            _all.RemoveAll(late.Contains);
            if (_all.Count == 0)
            {
                _timer?.Dispose();
                _timer = null;
            }
            else
                ClearCaches();
        }

        foreach (var leftover in late)
        {
            leftover.Log(
                $"a version of {leftover.Name} is still in memory {Patience.TotalSeconds:0} s after it was replaced: "
                + FrameworkCaches.WhyHeld(leftover.Kept, "a call that has not come back, a timer, a thread, a static event or what it left in State holds it"));
        }
    }

    private void ClearCaches()
    {
        var contexts = new List<AssemblyLoadContext>();
        foreach (var leftover in _all)
        {
            if (leftover.Context.TryGetTarget(out var context))
                contexts.Add(context);
        }

        FrameworkCaches.Clear(contexts);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
    }

    private sealed record Leftover(WeakReference<CsxLoadContext> Context, string Name, IReadOnlyList<string> Kept, Action<string> Log, long Since);
}
