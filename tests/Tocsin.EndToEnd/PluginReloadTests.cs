using System.Diagnostics;
using System.Text.Json;
using Xunit.Abstractions;

namespace Tocsin.EndToEnd;

public sealed class PluginReloadTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly List<(string Id, int Number, int Version)> _arrived = [];

    private string PluginFolder => _folder.Of("plugins", "relay");

    [Fact]
    public async Task A_plugin_built_elsewhere_comes_is_replaced_and_goes_while_the_server_runs_and_nothing_is_lost()
    {
        var source = Directory.CreateDirectory(_folder.Of("source")).FullName;
        var (first, second) = (await PluginProject.BuildAsync(source, 1), await PluginProject.BuildAsync(source, 2));
        Directory.CreateDirectory(_folder.Of("plugins"));
        using var sink = new HttpStandIn(Take);
        _folder.Write("server.yaml", "delivery:\n  first-pause: 5ms\n  longest-pause: 20ms\n");
        _folder.Write("handler.yaml", $"topic: relay\nid: r\nkind: relay\noptions:\n  url: {sink.Url}\n");
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--config", "server.yaml", "--plugins", "plugins");
        await DefineAsync(server);
        (await DefineHandlerAsync(server)).Should().NotBe(0, "there is no such kind yet");

        Copy(first);
        await Until.True(async () => await DefineHandlerAsync(server) == 0, "the plugin is taken up", Limit);
        using var writer = new AlertWriter("a", 10);
        await writer.WriteAsync(server.Url, 50);
        await Until.True(() => Task.FromResult(Arrived(version: 1) > 0), "the plugin delivers", Limit);

        // Deliveries are on their way all the time.
        var isReplaced = false;
        var writing = Task.Run(async () =>
        {
            while (!Volatile.Read(ref isReplaced))
                await writer.WriteAsync(server.Url, 20);
        });
        Copy(second);
        await Until.True(() => Task.FromResult(Arrived(version: 2) > 100), "the second version delivers", Limit);
        Volatile.Write(ref isReplaced, true);
        await writing;
        await ArrivalAsync(writer);

        Directory.Delete(PluginFolder, recursive: true);
        await Until.True(async () => (await TocsinProcess.RunAsync(_folder.Path, server.Url, "status")).ExitCode == 1, "the status tells what is missing", Limit);
        await writer.WriteAsync(server.Url, 50);
        Copy(second);
        await ArrivalAsync(writer);

        foreach (var (id, numbers) in writer.Acknowledged)
            Of(id).Should().BeInAscendingOrder($"the events of {id} are one alert").And.Equal(numbers);
        await Until.True(async () => (await TocsinProcess.RunAsync(_folder.Path, server.Url, "status")).ExitCode == 0, "all is well again", Limit);
        output.WriteLine(
            $"{writer.Acknowledged.Sum(alert => alert.Numbers.Count)} acknowledged; {Arrived(1)} arrived by the first version, {Arrived(2)} by the second");
        (await server.TerminateAsync()).ExitCode.Should().Be(0);
    }

    public void Dispose() => _folder.Dispose();

    private void Copy(string built)
    {
        Directory.CreateDirectory(PluginFolder);
        foreach (var file in Directory.GetFiles(built))
            File.Copy(file, Path.Combine(PluginFolder, Path.GetFileName(file)), overwrite: true);
    }

    private async Task<int> DefineHandlerAsync(TocsinProcess server) =>
        (await TocsinProcess.RunAsync(_folder.Path, server.Url, "define-topic-handler", "handler.yaml")).ExitCode;

    private static async Task DefineAsync(TocsinProcess server)
    {
        const string script = """
            stream|from().measurement('m').groupBy('id')
                |alert().crit(lambda: "v" > 0).id('{{ .Tags.id }}').message('{{ .Fields.n }}').details('').topic('relay')
            """;
        var task = JsonSerializer.Serialize(new { id = "t", dbrps = new[] { new { db = "db", rp = "rp" } }, script, status = "enabled" });
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri($"{server.Url}/kapacitor/v1/tasks"), new StringContent(task));
        answer.IsSuccessStatusCode.Should().BeTrue(await answer.Content.ReadAsStringAsync());
    }

    private int Take(string body)
    {
        using var json = JsonDocument.Parse(body);
        var alert = json.RootElement;
        lock (_arrived)
            _arrived.Add((alert.GetProperty("id").GetString() ?? "", alert.GetProperty("number").GetInt32(), alert.GetProperty("version").GetInt32()));
        return 200;
    }

    private int Arrived(int version)
    {
        lock (_arrived)
            return _arrived.Count(alert => alert.Version == version);
    }

    /// <summary>The numbers of an alert id in the order in which each came first.</summary>
    private List<int> Of(string id)
    {
        lock (_arrived)
            return [.. _arrived.Where(alert => alert.Id == id).Select(alert => alert.Number).Distinct()];
    }

    private Task ArrivalAsync(AlertWriter writer) => Until.True(
        () => Task.FromResult(writer.Acknowledged.All(alert => !alert.Numbers.Except(Of(alert.Id)).Any())), "all that was acknowledged arrives", Limit);
}
