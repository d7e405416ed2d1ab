using System.Runtime.Loader;

namespace Tocsin.Alerting.Foreign;

/// <summary>
/// The loaded code of one version of a plugin, in use by its handlers. It is unloaded once it is retired and nothing uses it any more: a
/// call that still runs may need a part of the plugin that is not in memory yet. Safe for any thread.
/// </summary>
/// <param name="foreign">What it is called.</param>
/// <param name="context">What it is loaded into.</param>
/// <param name="assemblies">Unloads it when it is disposed.</param>
public sealed class PluginCode(ForeignCode foreign, AssemblyLoadContext context, IDisposable assemblies)
{
    private readonly Lock _gate = new();
    private readonly WeakReference _memory = new(context);
    private AssemblyLoadContext? _context = context;
    private IDisposable? _assemblies = assemblies;
    private int _uses;
    private bool _isRetired;

    /// <summary>What it is called.</summary>
    public ForeignCode Foreign { get; } = foreign;

    /// <summary>Handlers that have not been disposed.</summary>
    public int Uses
    {
        get
        {
            lock (_gate)
                return _uses;
        }
    }

    /// <summary>The load context while any of it is in memory, also after it was unloaded.</summary>
    public AssemblyLoadContext? Remains => _memory.Target as AssemblyLoadContext;

    /// <summary>Caches of .NET that may hold it for ever; known once it is unloaded.</summary>
    public IReadOnlyList<string> Kept { get; private set; } = [];

    /// <summary>True while any of it is in memory, also after it was unloaded: something of the plugin may hold it.</summary>
    public bool IsInMemory => _memory.IsAlive;

    public void Enter()
    {
        lock (_gate)
            _uses++;
    }

    public void Leave()
    {
        lock (_gate)
        {
            _uses--;
            UnloadWhenDone();
        }
    }

    /// <summary>Nothing new is made of it.</summary>
    public void Retire()
    {
        lock (_gate)
        {
            _isRetired = true;
            UnloadWhenDone();
        }
    }

    private void UnloadWhenDone()
    {
        if (!_isRetired || _uses > 0)
            return;
        Kept = _context is null ? Kept : FrameworkCaches.KeptFor(_context.Assemblies);
        _assemblies?.Dispose();
        (_context, _assemblies) = (null, null);
    }
}
