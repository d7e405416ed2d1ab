using System.Text;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Data.LineProtocol;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Tasks;

namespace Tocsin.Engine.Tests.Testing;

/// <summary>An engine on a real folder that tests define tasks in and write to, and that can be started again.</summary>
internal sealed class TaskRig : IAsyncDisposable
{
    /// <summary>Raises one alert per point of <c>m</c>.</summary>
    public const string Alerts = "stream|from().measurement('m').groupBy('h')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"v\" > 0.0)";

    public static readonly Dbrp Source = new("db", "rp");

    private readonly TempFolder _folder = new();

    private TaskRig() => Engine = NewEngine();

    public AlertEngine Engine { get; private set; }

    public TaskRegistry Tasks => Engine.Tasks;

    public FakeTime Time { get; } = new();

    /// <summary>Ids of the events that alert nodes raised, in their order.</summary>
    public List<string> Raised { get; } = [];

    /// <summary>Answers what nodes and handlers send.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage> Answer { get; set; } = _ => new HttpResponseMessage();

    /// <summary>Bodies of what nodes and handlers sent.</summary>
    public List<string> Requests { get; } = [];

    public static async Task<TaskRig> StartAsync()
    {
        var rig = new TaskRig();
        await rig.Engine.StartAsync();
        return rig;
    }

    public Task<TaskDefinition> Define(string id, string script = Alerts, bool isEnabled = true) =>
        Tasks.CreateAsync(new TaskChange { Id = id, Script = script, Dbrps = [Source], IsEnabled = isEnabled });

    public Task<TaskDefinition> Enable(string id, bool isEnabled = true) => Tasks.UpdateAsync(id, new TaskChange { IsEnabled = isEnabled });

    public async Task<IReadOnlyList<LineError>> Write(string lines, string db = "db") =>
        await Engine.Writer.WriteAsync(Encoding.UTF8.GetBytes(lines), db, "rp", Precision.Parse("s"));

    public async Task RestartAsync()
    {
        await Engine.DisposeAsync();
        Engine = NewEngine();
        await Engine.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _folder.Dispose();
    }

    private AlertEngine NewEngine() => new(new EngineSettings
    {
        DataFolder = _folder.Path,
        Time = Time,
        Http = new Network(this),
        Raised = raised =>
        {
            lock (Raised)
                Raised.Add(raised.Id);
        },
    });

    private sealed class Network(TaskRig rig) : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var body = new StreamReader(request.Content?.ReadAsStream(cancellationToken) ?? Stream.Null);
            rig.Requests.Add(body.ReadToEnd());
            return rig.Answer(request);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.Run(() => Send(request, cancellationToken), cancellationToken);
    }
}
