using System.Diagnostics;
using System.Text.Json;

namespace Tocsin.EndToEnd.Senders;

/// <summary>Newman as it is installed runs a collection; <c>tocsin ingest</c> sends what it exported, and a bad run pages until a good one.</summary>
public sealed class NewmanTests : IDisposable
{
    private const string Program = "newman";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly TempFolder _folder = new();

    [ProgramFact(Program, "npm install --global newman")]
    public async Task Bad_run_pages_and_the_next_good_one_ends_it()
    {
        using var shop = new HttpStandIn();
        using var victorOps = new HttpStandIn();
        _folder.Write("tocsin.yaml", $"victorops: {{ enabled: true, api-key: key, routing-key: web, url: \"{victorOps.Url}alert\" }}\n");
        _folder.Write("load/sources/newman.yaml", "{ id: newman, kind: newman, topic: api-checks, auth: { bearer: t0ken } }\n");
        _folder.Write("load/handlers/pager.yaml", "topic: api-checks\nid: pager\nkind: victorops\n");
        _folder.Write("collection.json", Collection(shop.Url));
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--load", "load", "--config", "tocsin.yaml");

        (await RunAsync("expected=201")).Should().Be(1, "newman says so when a test failed");
        await IngestAsync(server);
        await IngestAsync(server);
        var paged = await NextAsync(victorOps);
        (await RunAsync("expected=200")).Should().Be(0);
        await IngestAsync(server);
        var ended = await NextAsync(victorOps);

        paged.GetProperty("message_type").GetString().Should().Be("CRITICAL");
        paged.GetProperty("state_message").GetString().Should().StartWith("Shop: ").And.Contain("the status is as expected");
        ended.GetProperty("message_type").GetString().Should().Be("RECOVERY", "the second export of the same run is a repeat");
        ended.GetProperty("entity_id").GetString().Should().Be(paged.GetProperty("entity_id").GetString());
    }

    public void Dispose() => _folder.Dispose();

    private static string Collection(string url) => $$$"""
        {"info":{"_postman_id":"7f0c2f5e-5d1b-4a0e-9a51-000000000001","name":"Shop","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
         "item":[{"name":"GET cart","request":{"method":"GET","url":"{{{url}}}cart"},
          "event":[{"listen":"test","script":{"type":"text/javascript","exec":[
           "pm.test('it answers', () => pm.expect(pm.response.text()).to.not.be.empty);",
           "pm.test('the status is as expected', () => pm.response.to.have.status(Number(pm.globals.get('expected'))));"]}}]}]}
        """;

    private async Task<int> RunAsync(string global)
    {
        var start = new ProcessStartInfo(Program)
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "run", "collection.json", "-r", "json", "--reporter-json-export", "report.json", "--global-var", global },
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("newman does not start");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Limit);
        File.Exists(_folder.Of("report.json")).Should().BeTrue("newman exports: {0}{1}", await output, await errors);
        return process.ExitCode;
    }

    private async Task IngestAsync(TocsinProcess server)
    {
        var (code, _, errors) = await TocsinProcess.RunAsync(_folder.Path, server.Url, "ingest", "postman", "report.json", "--source", "newman", "--bearer", "t0ken");
        code.Should().Be(0, "{0}", errors);
    }

    private static async Task<JsonElement> NextAsync(HttpStandIn victorOps)
    {
        var (path, body) = await victorOps.NextAsync();
        path.Should().Be("/alert/key/web");
        using var json = JsonDocument.Parse(body);
        return json.RootElement.Clone();
    }
}
