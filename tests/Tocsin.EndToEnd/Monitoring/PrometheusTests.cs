using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tocsin.EndToEnd.Monitoring;

/// <summary>Prometheus as it is installed scrapes a server, and judges it by the rules of the examples.</summary>
public sealed class PrometheusTests : IDisposable
{
    private const string Program = "prometheus";
    private const string Install = "apt-get install --no-install-recommends prometheus";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();

    [ProgramFact(Program, Install)]
    public async Task A_handler_that_does_not_deliver_sets_off_the_rule_of_the_examples()
    {
        Directory.CreateDirectory(_folder.Of("load/tasks"));
        Directory.CreateDirectory(_folder.Of("load/handlers"));
        await File.WriteAllTextAsync(_folder.Of("load/tasks/t.tick"), "dbrp \"db\".\"rp\"\nstream|from().measurement('m')|alert().crit(lambda: \"v\" > 1).topic('ops')\n");
        await File.WriteAllTextAsync(_folder.Of("load/handlers/h.yaml"), "topic: ops\nid: away\nkind: post\noptions: { url: 'http://127.0.0.1:1/' }\n");
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--load", "load");
        using var http = new HttpClient();
        using var points = new StringContent("m v=5 1000000000");
        (await http.PostAsync(new Uri($"{server.Url}/write?db=db&rp=rp"), points)).IsSuccessStatusCode.Should().BeTrue();
        // What is due after minutes is due at once here.
        var rules = await File.ReadAllTextAsync(RepositoryFiles.PathOf("examples/monitoring/tocsin.rules.yml"));
        await File.WriteAllTextAsync(_folder.Of("tocsin.rules.yml"), Regex.Replace(rules, "for: \\d+m", "for: 0s"));
        var configuration = await File.ReadAllTextAsync(RepositoryFiles.PathOf("examples/monitoring/prometheus.yml"));
        await File.WriteAllTextAsync(
            _folder.Of("prometheus.yml"), configuration.Replace("15s", "200ms", StringComparison.Ordinal).Replace("127.0.0.1:9092", new Uri(server.Url).Authority, StringComparison.Ordinal));
        using var prometheus = await ListeningProgram.StartAsync(
            Program, _folder.Path, "--config.file=prometheus.yml", "--storage.tsdb.path=prometheus", "--web.listen-address=127.0.0.1:0");

        var firing = new List<(string Name, string Of)>();
        await Until.True(
            async () =>
            {
                // It listens before it is ready.
                using var response = await http.GetAsync(new Uri(prometheus.Address, "/api/v1/alerts"));
                if (!response.IsSuccessStatusCode)
                    return false;
                using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
                firing = [.. answer.RootElement.GetProperty("data").GetProperty("alerts").EnumerateArray()
                    .Where(alert => alert.GetProperty("state").GetString() == "firing").Select(alert => NameOf(alert.GetProperty("labels")))];
                return firing.Contains(("TocsinHandlerFails", "ops/away"));
            },
            "the rule of the handler",
            Limit);

        firing.Should().NotContain(alert => alert.Name == "TocsinDown" || alert.Name == "TocsinCannotStore" || alert.Name == "TocsinTaskLags", "{0}", prometheus.Log);
    }

    [ProgramFact("promtool", Install)]
    public async Task The_figures_are_in_good_form_and_the_rules_pass_their_tests()
    {
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data");
        using var http = new HttpClient();
        var figures = await http.GetStringAsync(new Uri($"{server.Url}/metrics"));

        (await RunAsync(figures, "check", "metrics")).Should().Be((0, ""));
        var (exit, said) = await RunAsync("", "test", "rules", RepositoryFiles.PathOf("examples/monitoring/tocsin.rules.promtool.yml"));
        exit.Should().Be(0, said);
    }

    public void Dispose() => _folder.Dispose();

    private static (string Name, string Of) NameOf(JsonElement labels) => (
        labels.GetProperty("alertname").GetString() ?? "",
        labels.TryGetProperty("handler", out var handler) ? handler.GetString() ?? "" : "");

    private async Task<(int ExitCode, string Said)> RunAsync(string input, params string[] arguments)
    {
        using var promtool = Process.Start(new ProcessStartInfo("promtool", arguments)
        {
            WorkingDirectory = _folder.Path, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!; // It is installed.
        var errors = promtool.StandardError.ReadToEndAsync();
        var output = promtool.StandardOutput.ReadToEndAsync();
        await promtool.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(input));
        promtool.StandardInput.Close();
        await promtool.WaitForExitAsync().WaitAsync(Limit);
        return (promtool.ExitCode, await output + await errors);
    }
}
