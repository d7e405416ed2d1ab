using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Foreign;

namespace Tocsin.Engine.Plugins;

/// <summary>
/// The plugins of a server: loads each folder, and loads it again when it changes. A version that cannot be loaded leaves the one before
/// at work; one that is replaced ends its calls before it is unloaded. Safe for any thread; changes are made one after the other.
/// </summary>
public sealed class PluginHost : IExtensionWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _changing = new(1);
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Plugin> _plugins = new(StringComparer.Ordinal);
    private readonly ExtensionRegistry _extensions;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly PluginWatch _watch;
    private readonly PluginLeftovers _leftovers;
    private readonly PluginCopies _copies;
    private readonly CrashGuard _guard;
    private PluginTrust _trust;
    private FileSystemWatcher? _notices;
    private ITimer? _timer;
    private int _isHurrying;
    private bool _isStopped;

    /// <summary>Loads what is in the folder, for an engine yet to be made.</summary>
    /// <param name="extensions">What changes with the plugins; the host has yet to be added to it.</param>
    /// <param name="folder">Holds one folder a plugin; need not exist.</param>
    /// <param name="copies">Takes copies of them, which are loaded; is made when there is one.</param>
    /// <param name="guard">Is told what is loaded, and knows what is left alone; null for nothing.</param>
    /// <param name="trust">Which plugins may be loaded; null for all.</param>
    public PluginHost(ExtensionRegistry extensions, string folder, string copies, TimeProvider time, ILoggerFactory logs, CrashGuard? guard = null, PluginTrust? trust = null)
    {
        _guard = guard ?? CrashGuard.None;
        _trust = trust ?? PluginTrust.All;
        Folder = Path.GetFullPath(folder);
        _extensions = extensions;
        _time = time;
        _log = logs.CreateLogger("tocsin.plugins");
        _watch = new PluginWatch(Folder, time, _log);
        _leftovers = new PluginLeftovers(time);
        _copies = new PluginCopies(copies);
        foreach (var id in _watch.Look(isPatient: false))
            Take(id);
        if (WhoCouldChange is { Length: > 0 } open)
            PluginLog.Open(_log, open);
    }

    /// <summary>The folder of the plugins.</summary>
    public string Folder { get; }

    /// <summary>Is told of each plugin that comes into force from now on, and of each that is gone; null for nobody.</summary>
    public Action<PluginState, PluginLoad>? Changed { get; set; }

    /// <summary>What everybody on this machine could change of the plugins, and so have run by the server; empty when nothing.</summary>
    public string WhoCouldChange => FolderRights.FirstOpen(Folder) is { } open ? $"everybody on this machine may write to {open}, and what is there is run by the server: chmod o-w takes that away" : "";

    /// <summary>What there is to know of each plugin, by id; those that were removed since the start among them.</summary>
    public IReadOnlyList<PluginStatus> Plugins
    {
        get
        {
            lock (_gate)
                return [.. _plugins.Values.Select(StatusOf)];
        }
    }

    /// <inheritdoc/>
    public Extensions AddTo(Extensions extensions) => extensions.WithPlugins(Running());

    /// <summary>Begins to look after the folder.</summary>
    public void Watch()
    {
        _timer = _time.CreateTimer(_ => _ = LookAsync(isPatient: true), null, Interval, Interval);
        if (!Directory.Exists(Folder))
            return;
        try
        {
            _notices = new FileSystemWatcher(Folder) { IncludeSubdirectories = true, EnableRaisingEvents = true };
            _notices.Changed += HurryUp;
            _notices.Created += HurryUp;
            _notices.Deleted += HurryUp;
            _notices.Renamed += HurryUp;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            // The system has no more watches to give; the timer sees what changes, a little later.
            PluginLog.CannotScan(_log, Folder, e.Message);
        }
    }

    /// <summary>Takes what is in the folder now, without waiting for it to be quiet.</summary>
    public Task RescanAsync() => LookAsync(isPatient: false);

    /// <summary>Loads a plugin again that is left alone since it ended the server.</summary>
    /// <returns>False when none of that id is.</returns>
    public async Task<bool> ResumeAsync(string id)
    {
        if (!_guard.Resume(ForeignCode.NameOfPlugin(id)))
            return false;
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_isStopped)
                await ChangeAsync([id]).ConfigureAwait(false);
        }
        finally
        {
            _changing.Release();
        }

        return true;
    }

    /// <summary>Goes by another list of plugins that may be loaded: those that are not on it are unloaded, those that were refused are tried again.</summary>
    public async Task TrustAsync(PluginTrust trust)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isStopped || trust.File == _trust.File)
                return;
            _trust = trust;
            List<Plugin> known;
            lock (_gate)
                known = [.. _plugins.Values];
            List<PluginLoad> withdrawn = [.. known.Where(plugin => plugin.State == PluginState.Loaded).Select(Withdraw).OfType<PluginLoad>()];
            await AdoptAsync([.. withdrawn, .. known.Where(plugin => plugin.State == PluginState.Failed).Select(plugin => Take(plugin.Load.Id)).OfType<PluginLoad>()]).ConfigureAwait(false);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Stops looking after the folder. Plugins go on until their handlers are disposed.</summary>
    public async Task StopAsync()
    {
        _notices?.Dispose();
        _timer?.Dispose();
        await _changing.WaitAsync().ConfigureAwait(false);
        _isStopped = true;
        _changing.Release();
    }

    /// <summary>Deletes what plugins were loaded from, once no handler of theirs is called any more.</summary>
    public void Dispose() => _copies.Dispose();

    // Once until the next look: a folder that never rests must not put it off for ever.
    private void HurryUp(object sender, FileSystemEventArgs change)
    {
        if (Interlocked.Exchange(ref _isHurrying, 1) == 0)
            _timer?.Change(PluginWatch.Quiet, Interval);
    }

    private async Task LookAsync(bool isPatient)
    {
        // A look by the clock that finds a change going on leaves it to the next.
        if (!await _changing.WaitAsync(isPatient ? TimeSpan.Zero : Timeout.InfiniteTimeSpan).ConfigureAwait(false))
            return;
        try
        {
            Volatile.Write(ref _isHurrying, 0);
            if (_isStopped)
                return;
            var changed = _watch.Look(isPatient);
            if (changed.Count > 0)
                await ChangeAsync(changed).ConfigureAwait(false);
            else if (_watch.IsRestless)
                _timer?.Change(PluginWatch.Quiet, Interval);
            LookAfterLeftovers();
        }
        catch (Exception problem)
        {
            // Nobody waits for a look; the next one goes on.
            PluginLog.ChangeFailed(_log, Folder, problem);
        }
        finally
        {
            _changing.Release();
        }
    }

    private Task ChangeAsync(IReadOnlyList<string> ids) => AdoptAsync([.. ids.Select(Take).OfType<PluginLoad>()]);

    private async Task AdoptAsync(IReadOnlyList<PluginLoad> replaced)
    {
        await _extensions.ChangeAsync(AddTo).ConfigureAwait(false);
        lock (_gate)
        {
            foreach (var load in replaced)
                _leftovers.Add(load, _plugins[load.Id].Health);
        }
    }

    private IReadOnlyList<PluginLoad> Running()
    {
        lock (_gate)
            return [.. _plugins.Values.Where(plugin => plugin.State == PluginState.Loaded).Select(plugin => plugin.Load)];
    }

    /// <summary>Loads a folder, or notes that it is gone.</summary>
    /// <returns>What ran before and does not any more; null when nothing did, or it goes on.</returns>
    private PluginLoad? Take(string id)
    {
        var before = _watch.PrintOf(id);
        Plugin? plugin;
        lock (_gate)
        {
            if (!_plugins.TryGetValue(id, out plugin))
                plugin = new Plugin(new PluginLoad { Id = id, Folder = Path.Combine(Folder, id) }, new PluginHealth(id, _time, _log));
        }

        if (before is null)
        {
            _watch.Settle(id, null);
            return Remove(plugin);
        }

        var load = PluginFolder.LoadCopyOf(plugin.Load.Folder, plugin.Health, _guard, _copies, _trust);
        if (_watch.PrintOf(id) != before)
            load = Discard(load, "its files changed while they were read; it is read again when they no longer change");
        else if (load.MayComeLater)
            _watch.Postpone(id, before);
        else
            _watch.Settle(id, before);
        return Put(plugin, load);
    }

    private static PluginLoad Discard(PluginLoad load, string why)
    {
        load.Code?.Retire();
        return load with { Contributions = PluginContributions.None, Code = null, Errors = [why] };
    }

    private PluginLoad? Put(Plugin plugin, PluginLoad load)
    {
        var running = plugin.State == PluginState.Loaded ? plugin.Load : null;
        foreach (var error in load.Errors.Except(plugin.Errors))
            PluginLog.Broken(_log, load.Id, load.Folder, error);

        // Half of a new version is less than all of the old one.
        if (running is not null && load.Errors.Count > 0)
        {
            Discard(load, "");
            lock (_gate)
                plugin.Errors = load.Errors;
            return null;
        }

        lock (_gate)
        {
            plugin.Load = load;
            plugin.Errors = load.Errors;
            plugin.State = load.Contributions.IsEmpty ? PluginState.Failed : PluginState.Loaded;
            plugin.Since = _time.GetUtcNow();
            _plugins[load.Id] = plugin;
        }

        if (!load.Contributions.IsEmpty)
        {
            PluginLog.Loaded(_log, load.Id, load.Assembly, string.Join(',', load.Contributions.Names));
            Changed?.Invoke(PluginState.Loaded, load);
        }

        return running;
    }

    // What runs is a copy of what was in the folder when it was loaded.
    private PluginLoad? Withdraw(Plugin plugin)
    {
        var running = plugin.Load;
        if (_trust.WhyNot(running.LoadedFrom) is not { } why)
            return null;
        _watch.Postpone(running.Id, _watch.PrintOf(running.Id));
        lock (_gate)
        {
            plugin.State = PluginState.Failed;
            plugin.Load = running with { Contributions = PluginContributions.None, Code = null };
            plugin.Errors = [why];
            plugin.Since = _time.GetUtcNow();
        }

        PluginLog.Broken(_log, running.Id, running.Folder, why);
        Changed?.Invoke(PluginState.Removed, running);
        return running;
    }

    private PluginLoad? Remove(Plugin plugin)
    {
        lock (_gate)
        {
            var running = plugin.State == PluginState.Loaded ? plugin.Load : null;
            if (running is null)
            {
                _plugins.Remove(plugin.Load.Id);
                return null;
            }

            plugin.State = PluginState.Removed;
            plugin.Load = running with { Contributions = PluginContributions.None, Code = null };
            plugin.Errors = [];
            plugin.Since = _time.GetUtcNow();
            PluginLog.Removed(_log, running.Id, running.Assembly);
            Changed?.Invoke(PluginState.Removed, running);
            return running;
        }
    }

    private void LookAfterLeftovers()
    {
        lock (_gate)
        {
            if (!_leftovers.Any)
                return;
            foreach (var (id, assembly) in _leftovers.Look())
                PluginLog.Unloaded(_log, id, assembly);
        }
    }

    private PluginStatus StatusOf(Plugin plugin)
    {
        // What another plugin brought first is told by its load; what a file of C# brought first, by the functions in force.
        var extensions = _extensions.Current;
        var inForce = extensions.Plugins.FirstOrDefault(load => ReferenceEquals(load.Code, plugin.Load.Code) && load.Id == plugin.Load.Id);
        var refused = (inForce?.Contributions.Functions ?? []).Select(extensions.Functions.WhyWithout).OfType<string>();
        return new PluginStatus
        {
            Load = inForce ?? plugin.Load,
            State = plugin.State,
            Since = plugin.Since,
            Errors = [.. plugin.Errors.Union(inForce?.Errors ?? []).Union(refused)],
            Health = plugin.Health.Counts,
            Leftovers = _leftovers.Of(plugin.Load.Id),
        };
    }

    private sealed class Plugin(PluginLoad load, PluginHealth health)
    {
        public PluginLoad Load { get; set; } = load;

        public PluginHealth Health { get; } = health;

        public PluginState State { get; set; } = PluginState.Failed;

        public DateTimeOffset Since { get; set; }

        public IReadOnlyList<string> Errors { get; set; } = [];
    }
}
