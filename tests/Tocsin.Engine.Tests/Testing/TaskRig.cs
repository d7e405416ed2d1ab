using System.Text;
using System.Text.Json;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Journals;
using Tocsin.Pipelines.Nodes.Deadman;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Recordings;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Testing;

/// <summary>An engine on a real folder that tests define tasks in and write to, and that can be started again.</summary>
internal sealed class TaskRig : IAsyncDisposable
{
    /// <summary>Raises one alert per point of <c>m</c>.</summary>
    public const string Alerts = "stream|from().measurement('m').groupBy('h')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"v\" > 0.0)";

    public static readonly Dbrp Source = new("db", "rp");

    private readonly List<TempFolder> _folders = [new()];
    private readonly List<string> _posted = [];
    private readonly List<string> _told = [];

    private TaskRig() => Engine = NewEngine();

    public AlertEngine Engine { get; private set; }

    public TaskRegistry Tasks => Engine.Tasks;

    public FakeTime Time { get; } = new();

    /// <summary>Counts from the next start on.</summary>
    public AlertOptions Options { get; set; } = new();

    /// <summary>Counts from the next start on.</summary>
    public DeadmanOptions Deadman { get; set; } = new();

    /// <summary>How much is taken in; counts from the next start on.</summary>
    public LimitsOptions Limits { get; set; } = new();

    /// <summary>How many loops a task may have; with more than one nobody looks on at what is raised. Counts from the next start on.</summary>
    public int Loops { get; set; } = 1;

    /// <summary>The limits of groups; counts from the next start on.</summary>
    public GroupOptions Groups { get; set; } = new();

    /// <summary>How what nodes know is written down; counts from the next start on.</summary>
    public StateOptions State { get; set; } = new();

    /// <summary>How what is written is kept; counts from the next start on. Default: not at all.</summary>
    public JournalOptions Journal { get; set; } = new() { Enabled = false };

    /// <summary>What scripts may call; counts from the next start on.</summary>
    public FunctionSet Functions { get; set; } = FunctionSet.Empty;

    /// <summary>What the configuration says of services; counts from the next start on.</summary>
    public ServiceSections Services { get; set; } = ServiceSections.None;

    /// <summary>The InfluxDBs, which are answered for with <see cref="Answer"/>; counts from the next start on.</summary>
    public IReadOnlyList<InfluxOptions> Influxdb { get; set; } = [];

    /// <summary>The limits of recordings and replays; counts from the next start on.</summary>
    public ReplayOptions Replay { get; set; } = new();

    /// <summary>The folder of all that is kept.</summary>
    public string Folder => _folders[^1].Path;

    /// <summary>Ids of the events that alert nodes raised, in their order.</summary>
    public List<string> Raised { get; } = [];

    /// <summary>Answers what nodes and handlers send.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage> Answer { get; set; } = _ => new HttpResponseMessage();

    /// <summary>Bodies of what nodes and handlers sent.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Alerts that handlers of kind post sent and that were taken: <c>path id LEVEL</c>.</summary>
    public IReadOnlyList<string> Posted
    {
        get
        {
            lock (Requests)
                return [.. _posted];
        }
    }

    /// <summary>The same alerts as <see cref="Posted"/>: <c>path id LEVEL after PREVIOUS</c>.</summary>
    public IReadOnlyList<string> Told
    {
        get
        {
            lock (Requests)
                return [.. _told];
        }
    }

    public static async Task<TaskRig> StartAsync()
    {
        var rig = new TaskRig();
        await rig.Engine.StartAsync();
        return rig;
    }

    /// <summary>Starts with a journal, and with a task <c>t</c>.</summary>
    public static async Task<TaskRig> StartWithJournalAsync(string script, int loops = 1)
    {
        var rig = await StartAsync();
        (rig.Journal, rig.Loops) = (new JournalOptions { Enabled = true }, loops);
        await rig.RestartAsync();
        await rig.Define("t", script);
        return rig;
    }

    /// <summary>Starts with a task <c>t</c> that has read what is written.</summary>
    public static async Task<TaskRig> StartAsync(string script, params string[] writes)
    {
        var rig = await StartAsync();
        await rig.Define("t", script);
        foreach (var lines in writes)
            await rig.Write(lines);
        return rig;
    }

    public Task<TaskDefinition> Define(string id, string script = Alerts, bool isEnabled = true) =>
        Tasks.CreateAsync(new TaskChange { Id = id, Script = script, Dbrps = [Source], IsEnabled = isEnabled });

    public Task<TaskDefinition> Enable(string id, bool isEnabled = true) => Tasks.UpdateAsync(id, new TaskChange { IsEnabled = isEnabled });

    public async Task<IReadOnlyList<LineError>> Write(string lines, string db = "db") =>
        await Engine.Writer.WriteAsync(Encoding.UTF8.GetBytes(lines), db, "rp", Precision.Parse("s"));

    /// <summary>Lets time pass once all deliveries are made, and waits until what was due then is done by the tasks.</summary>
    public async Task Pass(double seconds)
    {
        await WhenDelivered();
        Time.Advance(TimeSpan.FromSeconds(seconds));
        foreach (var task in Tasks.Tasks.Select(task => Engine.Running.Find(task.Id)).OfType<RunningTask>())
        {
            var done = new TaskCompletionSource();
            ((IPipelineHost)task).Post(done.SetResult);
            await done.Task;
            await task.Pipeline.Services.WhenSafe();
        }
    }

    /// <summary>Waits for all attempts to end: time that passes meanwhile would cut them off.</summary>
    public Task WhenDelivered() => Until.True(() => Engine.Alerts.Outbox.Counters.All(counters => counters.Owed == 0));

    /// <summary>Waits for as many alerts as are expected; those of one id must have come in the order given.</summary>
    public async Task WhenPosted(params string[] expected)
    {
        await Until.True(() => Posted.Count >= expected.Length);
        Posted.OrderBy(Receiver, StringComparer.Ordinal).Should().Equal(expected.OrderBy(Receiver, StringComparer.Ordinal));
    }

    /// <summary>Defines a handler of a topic that posts to <c>/id</c>.</summary>
    public Task DefineHandler(string topic, string id, string match = "") => DefineHandler(new HandlerSpec
    {
        Topic = topic, Id = id, Kind = "post", Match = match, OptionsJson = $"{{\"url\":\"http://sink/{id}\"}}",
    });

    public async Task DefineHandler(HandlerSpec spec) => (await Engine.Alerts.Handlers.CreateAsync(spec)).Should().BeNull();

    public EventState StateOf(string topic, string id = "a") =>
        Engine.Alerts.Topics.TryGetState(topic, id, out var state) ? state : throw new InvalidOperationException($"{topic} does not know {id}");

    /// <param name="meanwhile">What is changed in storage before the engine starts.</param>
    public async Task RestartAsync(Action<IStateStore>? meanwhile = null)
    {
        await Engine.DisposeAsync();
        if (meanwhile is not null)
        {
            await using var store = SqliteStateStore.Open(new StoreSettings { Folder = Folder });
            meanwhile(store);
        }

        Engine = NewEngine();
        await Engine.StartAsync();
    }

    /// <summary>Goes on with what is on disk now, as after a sudden end of the process.</summary>
    /// <param name="meanwhile">What happens to the folder before the engine starts.</param>
    public async Task CrashAsync(Action<string>? meanwhile = null)
    {
        var left = new TempFolder();
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var copy = left.Of(Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy) ?? left.Path);
            File.Copy(file, copy);
        }

        await Engine.DisposeAsync();
        _folders.Add(left);
        meanwhile?.Invoke(Folder);
        Engine = NewEngine();
        await Engine.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _folders.ForEach(folder => folder.Dispose());
    }

    // The path and the id.
    private static string Receiver(string posted) => posted[..posted.LastIndexOf(' ')];

    private void Note(HttpRequestMessage request, string text)
    {
        using var alert = JsonDocument.Parse(text);
        var told = $"{request.RequestUri?.AbsolutePath} {alert.RootElement.GetProperty("id")} {alert.RootElement.GetProperty("level")}";
        lock (Requests)
        {
            _posted.Add(told);
            _told.Add($"{told} after {alert.RootElement.GetProperty("previousLevel")}");
        }
    }

    private AlertEngine NewEngine() => new(new EngineSettings
    {
        DataFolder = Folder,
        Replay = Replay,
        Time = Time,
        Alerts = Options,
        Deadman = Deadman,
        Groups = Groups,
        State = State,
        Journal = Journal,
        Limits = Limits,
        Extensions = new ExtensionRegistry(new Extensions { Functions = Functions }),
        Services = Services,
        Http = new Network(this),
        Influxdb = Influxdb,
        Task = new TaskOptions { Loops = Loops },
        Raised = Loops > 1 ? null : Note,
    });

    private void Note(AlertEvent raised)
    {
        lock (Raised)
            Raised.Add(raised.Id);
    }

    private sealed class Network(TaskRig rig) : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var body = new StreamReader(request.Content?.ReadAsStream(cancellationToken) ?? Stream.Null);
            var text = body.ReadToEnd();
            lock (rig.Requests)
                rig.Requests.Add(text);
            var answer = rig.Answer(request);
            if (answer.IsSuccessStatusCode && text.StartsWith("{\"id\":", StringComparison.Ordinal))
                rig.Note(request, text);
            return answer;
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.Run(() => Send(request, cancellationToken), cancellationToken);
    }
}
