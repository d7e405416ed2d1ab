using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Tocsin.EndToEnd;

/// <summary>A server whose files change while it reads them, and signals that come whenever they like.</summary>
public sealed class ReloadTests : IDisposable
{
    private const int Tasks = 40;

    private static readonly int Rounds = LongForm.Of(5, 15);

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Signals_close_together_while_files_change_lose_no_task()
    {
        WriteAll(round: 0);
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--load", "load");
        (await ListAsync(server)).Should().Be(Tasks);

        for (var round = 1; round <= Rounds; round++)
        {
            for (var i = 0; i < Tasks; i++)
            {
                // As editors and copies do it: away, half, whole.
                File.Delete(PathOf(i));
                File.WriteAllText(PathOf(i), Script(round)[..60]);
                if (i % 7 == 0)
                    await server.SignalAsync("HUP");
                File.WriteAllText(PathOf(i), Script(round));
            }

            await server.SignalAsync("HUP");
            await server.SignalAsync("HUP");
            var report = await ReloadAsync(server, HttpStatusCode.OK);
            (report["definitions"]!["applied"]!.GetValue<int>(), report["definitions"]!["of"]!.GetValue<int>()).Should().Be((Tasks, Tasks), "of round {0}", round);
            (await ListAsync(server)).Should().Be(Tasks, "of round {0}", round);
        }

        var (code, log) = await server.TerminateAsync();
        code.Should().Be(0);
        log.Should().Contain($"applied={Tasks} of={Tasks}").And.Contain("msg=\"server stopped\"");
    }

    [Fact]
    public async Task A_signal_before_the_start_is_over_is_kept_for_then()
    {
        WriteAll(round: 0);
        using var server = TocsinProcess.Start(_folder.Path, "serve", "--http", "127.0.0.1:0", "--data", "data", "--load", "load");
        SpinWait.SpinUntil(() => File.Exists(_folder.Of("data", "tocsin.lock")), TimeSpan.FromSeconds(60)).Should().BeTrue();

        await server.SignalAsync("HUP");
        await server.SignalAsync("HUP");
        await server.WhenListeningAsync();

        (await ListAsync(server)).Should().Be(Tasks, "the API listens when all is loaded");
        await ReloadAsync(server, HttpStatusCode.OK);
        var (code, log) = await server.TerminateAsync();
        code.Should().Be(0);
        log.Split("definitions loaded").Should().HaveCountGreaterThan(2, "the signal is served after the start");
    }

    [Fact]
    public async Task A_signal_in_the_first_moments_of_the_process_is_kept_too()
    {
        WriteAll(round: 0);
        using var server = TocsinProcess.Start(_folder.Path, "serve", "--http", "127.0.0.1:0", "--data", "data", "--load", "load");
        SpinWait.SpinUntil(() => !server.IsAlive || LoadedModules.Of(server).Contains("System.CommandLine.dll"), TimeSpan.FromSeconds(60)).Should().BeTrue();

        // The command line is not read yet.
        await server.SignalAsync("HUP");
        await server.WhenListeningAsync();

        await ReloadAsync(server, HttpStatusCode.OK);
        var (code, log) = await server.TerminateAsync();
        code.Should().Be(0);
        log.Split("definitions loaded").Should().HaveCountGreaterThan(2, "the signal is served after the start");
    }

    [Fact]
    public async Task A_service_that_is_configured_anew_gets_what_is_owed_after_a_signal()
    {
        using var before = new HttpStandIn();
        using var after = new HttpStandIn();
        var config = _folder.Of("tocsin.yaml");
        File.WriteAllText(config, Configuration(before.Url));
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--config", "tocsin.yaml");
        _folder.Write("cpu.tick", "dbrp \"db\".\"rp\"\nstream|from().measurement('cpu')|alert().crit(lambda: \"v\" > 1).victorOps()\n");
        await ClientAsync(server, "define", "cpu", "-tick", "cpu.tick");
        await ClientAsync(server, "enable", "cpu");
        _folder.Write("handler.yaml", "topic: main:cpu:alert2\nid: more\nkind: victorops\n");
        await ClientAsync(server, "define-topic-handler", "handler.yaml");
        await WriteAsync(server, "cpu v=5 1000000000");
        await before.NextAsync();
        await before.NextAsync();

        File.WriteAllText(config, Configuration(after.Url) + "data-dir: elsewhere\n");
        await server.SignalAsync("HUP");
        await ReloadAsync(server, HttpStatusCode.OK);
        await WriteAsync(server, "cpu v=0 2000000000");

        (await after.NextAsync()).Body.Should().Contain("RECOVERY");
        (await after.NextAsync()).Body.Should().Contain("RECOVERY");
        File.WriteAllText(config, "victorops: {enabled: maybe}\n");
        var refused = await ReloadAsync(server, HttpStatusCode.BadRequest);
        refused["error"]!.GetValue<string>().Should().StartWith("tocsin.yaml:1:22: section 'victorops' option 'enabled'");
        var (_, log) = await server.TerminateAsync();
        log.Should().Contain("changed=victorops.url").And.NotContain("the-key")
            .And.Contain("msg=\"configuration needs a restart of the server\" keys=data-dir")
            .And.Contain("msg=\"configuration rejected; the previous one stays in effect\" file=tocsin.yaml");
    }

    public void Dispose() => _folder.Dispose();

    private static string Configuration(string url) => $"victorops:\n  enabled: true\n  api-key: the-key\n  routing-key: r\n  url: {url}alert\n";

    private static string Script(int round) => $"// round {round}\ndbrp \"db\".\"rp\"\nstream\n    |from().measurement('cpu')\n    |alert().crit(lambda: \"v\" > {round})\n";

    private string PathOf(int task) => _folder.Of("load", "tasks", string.Create(CultureInfo.InvariantCulture, $"task{task}.tick"));

    private void WriteAll(int round)
    {
        Directory.CreateDirectory(_folder.Of("load", "tasks"));
        for (var i = 0; i < Tasks; i++)
            File.WriteAllText(PathOf(i), Script(round));
    }

    private static async Task<int> ListAsync(TocsinProcess server)
    {
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri($"{server.Url}/kapacitor/v1/tasks?fields=executing&limit=-1"));
        return JsonNode.Parse(text)!["tasks"]!.AsArray().Count(task => task!["executing"]!.GetValue<bool>()); // The API gives both.
    }

    private static async Task<JsonNode> ReloadAsync(TocsinProcess server, HttpStatusCode status)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri($"{server.Url}/tocsin/v1/reload"), null);
        answer.StatusCode.Should().Be(status);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!; // What is JSON is not null.
    }

    private static async Task WriteAsync(TocsinProcess server, string line)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri($"{server.Url}/write?db=db&rp=rp"), new StringContent(line));
        answer.StatusCode.Should().Be(HttpStatusCode.NoContent);
    }

    private async Task ClientAsync(TocsinProcess server, params string[] arguments)
    {
        var (code, _, errors) = await TocsinProcess.RunAsync(_folder.Path, server.Url, arguments);
        errors.Should().BeEmpty();
        code.Should().Be(0);
    }
}
