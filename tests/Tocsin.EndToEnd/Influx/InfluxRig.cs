namespace Tocsin.EndToEnd.Influx;

/// <summary>A server beside a real InfluxDB with the database <c>telegraf</c>, which its tasks read; their alerts are posted to <see cref="Sink"/>.</summary>
internal sealed class InfluxRig : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private InfluxRig(InfluxDaemon influx) => Influx = influx;

    public InfluxDaemon Influx { get; }

    public HttpStandIn Sink { get; } = new();

    /// <summary>Speaks to the server.</summary>
    public HttpClient Http { get; } = new();

    public TocsinProcess? Server { get; private set; }

    /// <param name="options">Of the section <c>influxdb</c>, besides the address.</param>
    /// <param name="tasks">The scripts by name, for the address of the sink.</param>
    /// <param name="subscriber">Of InfluxDB's own section.</param>
    public static async Task<InfluxRig> StartAsync(string options, Func<string, IEnumerable<(string Name, string Script)>> tasks, string subscriber = "enabled = false")
    {
        var rig = new InfluxRig(await InfluxDaemon.StartAsync(subscriber: subscriber));
        await rig.Influx.QueryAsync("CREATE DATABASE telegraf");
        rig._folder.Write("tocsin.yaml", $$"""{ influxdb: [{ urls: ["{{rig.Influx.Url}}"], {{options}} }] }""");
        foreach (var (name, script) in tasks(rig.Sink.Url))
            rig._folder.Write($"load/tasks/{name}.tick", "dbrp \"telegraf\".\"autogen\"\n" + script);
        rig.Server = await TocsinProcess.ServeAsync(rig._folder.Path, "--data", "data", "--load", "load", "--config", "tocsin.yaml");
        rig.Http.BaseAddress = new Uri(rig.Server.Url);
        return rig;
    }

    /// <summary>Runs a command of the program against the server, which has to end well.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await TocsinProcess.RunAsync(_folder.Path, Server!.Url, arguments); // It was started.
        exitCode.Should().Be(0, errors);
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        Server?.Dispose();
        Http.Dispose();
        Sink.Dispose();
        await Influx.DisposeAsync();
        _folder.Dispose();
    }
}
