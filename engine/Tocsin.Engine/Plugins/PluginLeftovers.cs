using System.Runtime.Loader;
using Tocsin.Alerting.Foreign;

namespace Tocsin.Engine.Plugins;

/// <summary>
/// Replaced and removed versions of plugins, until they have left the memory. Caches of .NET are cleared for them. One that does not go is
/// told: something of it, such as a timer or a static event, holds it. Not safe for several threads at once.
/// </summary>
internal sealed class PluginLeftovers(TimeProvider time)
{
    // Calls may run as long as an attempt, and memory is collected some time after.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<Leftover> _all = [];

    /// <summary>True when there is something to look after.</summary>
    public bool Any => _all.Count > 0;

    /// <summary>The code is not used for anything new.</summary>
    public void Add(PluginLoad load, PluginHealth health)
    {
        if (load.Code is not { } code)
            return;
        _all.Add(new Leftover(load.Id, load.Assembly, code, health, time.GetTimestamp()));
        code.Retire();
    }

    /// <summary>Forgets those that have left, and tells of those that should have.</summary>
    /// <returns>Those that have left.</returns>
    public IReadOnlyList<(string Id, string Assembly)> Look()
    {
        var gone = _all.Where(leftover => !leftover.Code.IsInMemory).ToList();
        _all.RemoveAll(leftover => !leftover.Code.IsInMemory);
        foreach (var leftover in _all.Where(leftover => !leftover.IsTold && time.GetElapsedTime(leftover.Since) >= Patience))
        {
            leftover.IsTold = true;
            leftover.Health.Complain($"{leftover.Assembly} is still in memory {Patience.TotalSeconds:0} s after it was unloaded: {Why(leftover)}");
        }

        // Of those that are told, nothing more can be expected.
        if (_all.Exists(static leftover => !leftover.IsTold))
            FrameworkCaches.Clear([.. _all.Where(leftover => leftover.Code.Uses == 0).Select(leftover => leftover.Code.Remains).OfType<AssemblyLoadContext>()]);

        // Nothing else may collect soon, in a server that has little to do.
        if (Any)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        return [.. gone.Select(leftover => (leftover.Id, leftover.Assembly))];
    }

    /// <summary>What is left of a plugin, one sentence each.</summary>
    public IReadOnlyList<string> Of(string id) =>
        [.. _all.Where(leftover => leftover.Id == id).Select(leftover => $"{leftover.Assembly}: {Why(leftover)}")];

    private static string Why(Leftover leftover) => leftover.Code.Uses switch
    {
        0 => FrameworkCaches.WhyHeld(
            leftover.Code.Kept, "its own code holds it, such as a timer, a thread or a handler of a static event; end these when the handler is disposed"),
        1 => "one of its handlers is still in use, because a call has not come back or the new version cannot take its place",
        var uses => $"{uses} of its handlers are still in use, because calls have not come back or the new version cannot take their place",
    };

    private sealed record Leftover(string Id, string Assembly, PluginCode Code, PluginHealth Health, long Since)
    {
        public bool IsTold { get; set; }
    }
}
