using System.Net;
using System.Text.Json;

namespace Tocsin.EndToEnd;

public sealed class ServerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task The_demo_ends_with_0()
    {
        var (code, output, errors) = await TocsinProcess.RunAsync(_folder.Path, null, "demo");

        errors.Should().BeEmpty();
        output.Should().Contain("\"message_type\": \"CRITICAL\"").And.Contain("\"message_type\": \"RECOVERY\"");
        code.Should().Be(0);
    }

    [Fact]
    public async Task The_demo_that_is_kept_shows_its_page_with_what_is_open()
    {
        using var demo = TocsinProcess.Start(_folder.Path, "demo", "--keep");
        var url = await demo.ReadUntilAsync("The page: ");
        using var http = new HttpClient();

        (await http.GetStringAsync(url)).Should().Contain("<title>Tocsin</title>");
        var open = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri(new Uri(url), "/tocsin/v1/alerts?limit=9")));
        open.GetProperty("alerts").EnumerateArray().Select(alert => alert.GetProperty("id").GetString()).Should().Contain("web-01/cpu");
        (await demo.TerminateAsync()).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task An_alert_reaches_VictorOps_and_its_state_outlives_a_crash()
    {
        using var victorOps = new HttpStandIn();
        _folder.Write("services.yaml", $"victorops:\n  enabled: true\n  api-key: key\n  url: {victorOps.Url}alert\n");
        foreach (var name in new[] { "cpu_alert.tick", "victorops-cpu-alert.yaml" })
            File.Copy(Built.Example("cpu-victorops", name), _folder.Of(name));

        using (var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--config", "services.yaml"))
        {
            await ClientAsync(server, "define-topic-handler", "victorops-cpu-alert.yaml");
            await ClientAsync(server, "define", "cpu_alert", "-type", "stream", "-tick", "cpu_alert.tick", "-dbrp", "telegraf.autogen");
            await ClientAsync(server, "enable", "cpu_alert");
            await WriteAsync(server, "cpu,cpu=cpu-total,host=a usage_idle=5 1000000000");
            (await NextAsync(victorOps)).Should().Be(("CRITICAL", 1));
            await server.KillAsync();
        }

        using (var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--config", "services.yaml"))
        {
            (await ClientAsync(server, "list", "tasks")).Should().Contain("cpu_alert stream    enabled   true      [\"telegraf\".\"autogen\"]");
            (await ClientAsync(server, "show-topic", "cpu")).Should().Contain("Level: CRITICAL").And.Contain("Handlers: [victorops-cpu-alert]");

            // Still critical is nothing new, also after the crash; only the recovery is.
            await WriteAsync(server, "cpu,cpu=cpu-total,host=a usage_idle=4 2000000000");
            await WriteAsync(server, "cpu,cpu=cpu-total,host=a usage_idle=80 3000000000");
            // The crash may have come between the answer and the note of it: then the first event is sent once more, and only that.
            var next = await NextAsync(victorOps);
            if (next == ("CRITICAL", 1))
                next = await NextAsync(victorOps);
            next.Should().Be(("RECOVERY", 3));
            var (code, log) = await server.TerminateAsync();
            code.Should().Be(0);
            log.Should().Contain("msg=\"server stopped\"");
        }
    }

    [Fact]
    public async Task A_load_folder_is_followed_from_start_to_start()
    {
        var load = Directory.CreateDirectory(_folder.Of("load", "tasks")).FullName;
        var script = "dbrp \"telegraf\".\"autogen\"\n" + File.ReadAllText(Built.Example("cpu-victorops", "cpu_alert.tick"));
        File.WriteAllText(Path.Combine(load, "one.tick"), script);
        using (var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--load", "load"))
            (await ClientAsync(server, "list", "tasks")).Should().Contain("one stream    enabled   true");

        File.Move(Path.Combine(load, "one.tick"), Path.Combine(load, "two.tick"));
        using (var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--load", "load"))
            (await ClientAsync(server, "list", "tasks")).Should().Contain("two stream").And.NotContain("one stream");

        File.WriteAllText(Path.Combine(load, "two.tick"), script.Replace(".crit", ".crti", StringComparison.Ordinal));
        var (code, _, errors) = await TocsinProcess.RunAsync(_folder.Path, null, "serve", "--http", "127.0.0.1:0", "--data", "data", "--load", "load");
        code.Should().Be(3);
        errors.Should().Contain("two.tick:12:10: error").And.Contain("hint: did you mean .crit(");
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> ClientAsync(TocsinProcess server, params string[] arguments)
    {
        var (code, output, errors) = await TocsinProcess.RunAsync(_folder.Path, server.Url, arguments);
        errors.Should().BeEmpty();
        code.Should().Be(0);
        return output;
    }

    private static async Task WriteAsync(TocsinProcess server, string line)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri($"{server.Url}/write?db=telegraf&rp=autogen"), new StringContent(line));
        answer.StatusCode.Should().Be(HttpStatusCode.NoContent);
    }

    private static async Task<(string? Type, long Time)> NextAsync(HttpStandIn victorOps)
    {
        var (path, body) = await victorOps.NextAsync();
        using var json = JsonDocument.Parse(body);
        path.Should().Be("/alert/key/on-call");
        json.RootElement.GetProperty("entity_id").GetString().Should().Be("a/cpu");
        return (json.RootElement.GetProperty("message_type").GetString(), json.RootElement.GetProperty("timestamp").GetInt64());
    }
}
