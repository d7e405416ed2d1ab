namespace Tocsin.Engine.Plugins;

/// <summary>
/// Holds the extensions in force. Safe for any thread: readers take one snapshot and work with it; changes are made one after the other.
/// </summary>
public sealed class ExtensionRegistry(Extensions extensions) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1);
    private readonly List<IExtensionWatch> _watches = [];
    private readonly List<IDisposable> _parts = [];
    private volatile Extensions _current = extensions;

    /// <summary>What the engine brings along, until somebody changes it.</summary>
    public ExtensionRegistry()
        : this(Plugins.Extensions.BuiltIn)
    {
    }

    /// <summary>The extensions in force.</summary>
    public Extensions Current => _current;

    /// <summary>Called after others were put in force, to give handlers, tasks and sources at work their new form; the next change waits for its end.</summary>
    public Func<Extensions, Extensions, Task> Changed { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>What changes the extensions as files change, each from <see cref="Watch"/> on.</summary>
    public IReadOnlyList<IExtensionWatch> Watches => _watches;

    /// <summary>Adds what files bring; from <see cref="Watch"/> on their changes are taken too. Only before an engine is made.</summary>
    public void Add(IExtensionWatch watch)
    {
        _current = watch.AddTo(_current);
        _watches.Add(watch);
        Own(watch);
    }

    /// <summary>Lets go of something together with the extensions.</summary>
    public void Own(IDisposable part) => _parts.Add(part);

    /// <summary>Puts others in force and lets all take them up.</summary>
    /// <param name="change">Makes them of those in force.</param>
    public async Task ChangeAsync(Func<Extensions, Extensions> change)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            var before = _current;
            _current = change(before);
            await Changed(before, _current).ConfigureAwait(false);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Begins to look after the files that extensions come from.</summary>
    public void Watch()
    {
        foreach (var watch in _watches)
            watch.Watch();
    }

    /// <summary>Ends when changes under way are through; what is in force stays.</summary>
    public async Task StopAsync()
    {
        foreach (var watch in _watches)
            await watch.StopAsync().ConfigureAwait(false);
    }

    /// <summary>Lets go of what extensions were made from, once nothing of theirs is called any more. May be called again.</summary>
    public void Dispose()
    {
        foreach (var part in _parts)
            part.Dispose();
    }
}
