using System.Text;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;

namespace Tocsin.Reload.Tests.Testing;

/// <summary>An engine with a folder of plugins that a test copies fixtures into; what their handlers say by HTTP is written down.</summary>
internal sealed class ReloadRig : IAsyncDisposable
{
    private readonly TempFolder _data = new();
    private readonly TempFolder _plugins = new();
    private readonly List<string> _said = [];
    private readonly List<(string What, TaskCompletionSource Gate)> _held = [];

    private readonly PluginTrust _trust;

    private ReloadRig(string trust)
    {
        _trust = new PluginTrust(trust);
        Engine = NewEngine();
    }

    public AlertEngine Engine { get; private set; }

    public FakeTime Time { get; } = new();

    public LogLines Log { get; } = new();

    /// <summary>Where the plugins are loaded from.</summary>
    public string CopyFolder => Path.Combine(_data.Path, "plugin-copies");

    /// <summary>What the next start is given.</summary>
    public CrashGuard Guard { get; private set; } = CrashGuard.None;

    /// <summary>Calls whose words are held up until <see cref="Release"/>.</summary>
    public Func<string, bool> Holds { get; set; } = static _ => false;

    public PluginHost Plugins => Engine.Plugins!; // The rig makes the engine with one.

    /// <summary>What handlers said, in that order.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (_said)
                return [.. _said];
        }
    }

    /// <summary>Alerts as tasks raised them.</summary>
    public List<AlertEvent> Raised { get; } = [];

    public int Held
    {
        get
        {
            lock (_said)
                return _held.Count;
        }
    }

    public static Task<ReloadRig> StartAsync(params (string Id, string Fixture)[] plugins) => StartAsync("", plugins);

    /// <param name="trust">The list of plugins that may be loaded; empty for all.</param>
    public static async Task<ReloadRig> StartAsync(string trust, params (string Id, string Fixture)[] plugins)
    {
        var rig = new ReloadRig(trust);
        await rig.Engine.StartAsync();
        foreach (var (id, fixture) in plugins)
            rig.Drop(id, fixture);
        await rig.Plugins.RescanAsync();
        return rig;
    }

    /// <summary>Puts a fixture into a plugin's folder, in the place of what is there.</summary>
    public string Drop(string id, string fixture)
    {
        var to = FolderOf(id);
        Remove(id);
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "fixtures", fixture)))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        return to;
    }

    public void Remove(string id)
    {
        if (Directory.Exists(FolderOf(id)))
            Directory.Delete(FolderOf(id), recursive: true);
    }

    public string FolderOf(string id) => Path.Combine(_plugins.Path, id);

    public PluginStatus StatusOf(string id) => Plugins.Plugins.Single(plugin => plugin.Load.Id == id);

    public async Task<string?> Define(string topic, string id, string kind, string? options = null) =>
        (await Engine.Alerts.Handlers.CreateAsync(new HandlerSpec { Topic = topic, Id = id, Kind = kind, OptionsJson = options }))?.Message;

    public async Task Publish(string topic, params string[] ids)
    {
        foreach (var id in ids)
        {
            Engine.Alerts.Topics.Publish(
                topic, new AlertEvent { Topic = topic, Id = id, Level = AlertLevel.Critical, Message = id, UnixNanoseconds = 1_577_836_800_000_000_000 });
        }

        await Engine.Alerts.Topics.WhenCommitted();
    }

    public Task<TaskDefinition> DefineTask(string id, string handler) =>
        DefineScript(id, $"stream|from().measurement('m')|alert().id('{{{{ .Name }}}}').crit(lambda: \"v\" > 0.0){handler}");

    public Task<TaskDefinition> DefineScript(string id, string script) => Engine.Tasks.CreateAsync(new TaskChange
    {
        Id = id,
        Script = script,
        Dbrps = [new Dbrp("db", "rp")],
        IsEnabled = true,
    });

    public async Task Write(string lines) => await Engine.Writer.WriteAsync(Encoding.UTF8.GetBytes(lines), "db", "rp", Precision.Parse("s"));

    public HandlerCounters? Counters(string target) => Engine.Alerts.Outbox.FindCounters(HandlerTarget.Parse(target));

    /// <summary>Waits until handlers have said something.</summary>
    public Task Hear(string what) => Until.True(() => Said.Contains(what));

    /// <summary>Lets calls go on that were held up.</summary>
    public void Release()
    {
        lock (_said)
        {
            foreach (var (what, gate) in _held)
            {
                _said.Add(what);
                gate.SetResult();
            }

            _held.Clear();
        }
    }

    public async Task RestartAsync()
    {
        await Engine.DisposeAsync();
        Engine = NewEngine();
        await Engine.StartAsync();
    }

    /// <summary>Starts as after two deaths at which something was under way.</summary>
    public async Task RestartAfterDeathsAsync(params Mark[] underWay)
    {
        await Engine.DisposeAsync();
        for (var i = 0; i < 2; i++)
        {
            using var guard = CrashGuard.Open(_data.Path, [], Time);
            foreach (var mark in underWay)
                guard.Begin(mark);
            var left = guard.Left();
            guard.Dispose();
            File.WriteAllBytes(Path.Combine(_data.Path, "under-way"), left);
        }

        Guard = CrashGuard.Open(_data.Path, [], Time);
        Engine = NewEngine();
        await Engine.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Holds = static _ => false;
        Release();
        await Engine.DisposeAsync();
        Guard.Dispose();
        _data.Dispose();
        _plugins.Dispose();
    }

    private AlertEngine NewEngine() => new(new EngineSettings
    {
        DataFolder = _data.Path,
        Time = Time,
        LoggerFactory = Log,
        Http = new Network(this),
        Raised = raised =>
        {
            lock (_said)
                Raised.Add(raised);
        },
        Services = ConfigFile.Parse("test.yaml", "alpha: {tone: '~'}", static _ => null).Sections,
        Extensions = OpenPlugins(),
        Guard = Guard,
    });

    private ExtensionRegistry OpenPlugins()
    {
        var extensions = new ExtensionRegistry();
        extensions.Add(new PluginHost(extensions, _plugins.Path, CopyFolder, Time, Log, Guard, _trust));
        return extensions;
    }

    private Task Answer(string what)
    {
        lock (_said)
        {
            if (!Holds(what))
            {
                _said.Add(what);
                return Task.CompletedTask;
            }

            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _held.Add((what, gate));
            return gate.Task;
        }
    }

    private sealed class Network(ReloadRig rig) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await rig.Answer(await request.Content!.ReadAsStringAsync(cancellationToken)); // Fixtures always send something.
            return new HttpResponseMessage();
        }
    }
}
