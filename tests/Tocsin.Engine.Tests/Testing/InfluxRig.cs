using System.Net;
using System.Text;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Testing;

/// <summary>An engine with an InfluxDB that a test answers for; its clock stands until it is moved.</summary>
internal sealed class InfluxRig : IAsyncDisposable
{
    public const string Query = "SELECT v FROM \"db\".\"rp\".m";
    public const string OneRow = """{"results":[{"statement_id":0,"series":[{"name":"m","tags":{"h":"a"},"columns":["time","v"],"values":[[1577836801000000000,1]]}]}]}""";

    private readonly Queue<string> _asked = [];

    private InfluxRig(TaskRig tasks)
    {
        Tasks = tasks;
        tasks.Answer = request => request.RequestUri?.Host == "influx" ? Ask(request) : new HttpResponseMessage();
    }

    public TaskRig Tasks { get; }

    /// <summary>Answers the next queries.</summary>
    public Func<string, HttpResponseMessage> Answer { get; set; } = _ => Ok(OneRow);

    /// <summary>The queries so far.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_asked)
                return [.. _asked];
        }
    }

    public static async Task<InfluxRig> StartAsync(params InfluxOptions[] influxdb)
    {
        var tasks = await TaskRig.StartAsync();
        var rig = new InfluxRig(tasks);
        tasks.Influxdb = influxdb.Length > 0 ? influxdb : [new InfluxOptions { Urls = ["http://influx:8086"] }];
        await tasks.RestartAsync();
        return rig;
    }

    public static HttpResponseMessage Ok(string json) => Json(HttpStatusCode.OK, json);

    public static HttpResponseMessage Json(HttpStatusCode status, string json) => new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    /// <summary>Lets time pass and waits for as many queries as there are then.</summary>
    public async Task PassAsync(double seconds, int asked)
    {
        Tasks.Time.Advance(TimeSpan.FromSeconds(seconds));
        await Until.True(() => Asked.Count >= asked);
    }

    public long StatOf(string task, string node, string name) => Running(task).ReadStats().Nodes.Single(values => values.Name == node).Values.Single(value => value.Name == name).Value;

    /// <summary>Waits until alert nodes have raised so many events.</summary>
    public Task WhenRaisedAsync(int count) => Until.True(() =>
    {
        lock (Tasks.Raised)
            return Tasks.Raised.Count >= count;
    });

    /// <summary>Waits until a counter of a running task has a value.</summary>
    public Task WhenAsync(string task, string node, string name, long value) => Until.True(() => StatOf(task, node, name) == value);

    public RunningTask Running(string task) => Tasks.Engine.Running.Find(task) ?? throw new InvalidOperationException($"{task} does not run");

    public ValueTask DisposeAsync() => Tasks.DisposeAsync();

    private HttpResponseMessage Ask(HttpRequestMessage request)
    {
        var body = request.Content?.ReadAsStringAsync().GetAwaiter().GetResult() ?? ""; // It is in memory.
        var query = Uri.UnescapeDataString(body.Replace('+', ' '));
        query = query.StartsWith("q=", StringComparison.Ordinal) ? query[2..] : query;
        lock (_asked)
            _asked.Enqueue(query);
        return Answer(query);
    }
}
