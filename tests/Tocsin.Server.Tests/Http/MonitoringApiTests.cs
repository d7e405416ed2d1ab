using System.Text.RegularExpressions;

namespace Tocsin.Server.Tests.Http;

public sealed class MonitoringApiTests : IAsyncLifetime
{
    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Figures_tell_what_came_in_what_is_open_and_what_was_sent()
    {
        (await _api.SendAsync("POST", "/alerts/topics/sys/handlers", """{"id":"h","kind":"post","options":{"url":"http://127.0.0.1:1/"}}""")).Status.Should().Be(200);
        await _api.DefineAsync("t", "stream|from().measurement('m')|eval(lambda: \"v\" * 1.0).as('w').keep()|alert().crit(lambda: \"w\" > 1.0).topic('sys')", "enabled");
        await _api.DefineAsync("off", "stream|from()");
        await _api.WriteAsync("m v=5 1000000000\nm v=5i 2000000000\nn v=5 1000000000");
        await Until.True(() => _api.Engine.Alerts.Outbox.Counters.Any(counters => counters.Failed > 0));

        var figures = await ReadAsync();

        figures["tocsin_points_received_total{database=\"db\",retention_policy=\"rp\"}"].Should().Be(3);
        (figures["tocsin_tasks{state=\"running\"}"], figures["tocsin_tasks{state=\"disabled\"}"], figures["tocsin_tasks{state=\"failed\"}"]).Should().Be((1, 1, 0));
        (figures["tocsin_task_entered_total{task=\"t\"}"], figures["tocsin_task_errors_total{task=\"t\"}"]).Should().Be((2, 1));
        figures["tocsin_node_errors_total{task=\"t\",node=\"eval2\"}"].Should().Be(1);
        figures.Keys.Should().NotContain("tocsin_node_errors_total{task=\"t\",node=\"from1\"}");
        figures["tocsin_task_lag_points{task=\"t\"}"].Should().Be(0);
        figures["tocsin_alerts_open{topic=\"sys\",level=\"critical\"}"].Should().Be(1);
        figures["tocsin_topic_events_total{topic=\"sys\"}"].Should().Be(1);
        figures["tocsin_delivery_failures_total{handler=\"sys/h\"}"].Should().BePositive();
        figures["tocsin_handler_up{handler=\"sys/h\"}"].Should().Be(0);
        figures["tocsin_storage_writable"].Should().Be(1);
        figures["process_cpu_seconds_total"].Should().BePositive();
    }

    [Fact]
    public async Task Each_figure_is_declared_once_with_its_kind_and_stands_in_the_docs()
    {
        await _api.DefineAsync("t", "stream|from().measurement('m')|eval(lambda: \"v\" * 1.0).as('w')", "enabled");
        await _api.WriteAsync("m v=5i 2000000000");
        var text = await TextAsync();

        var declared = Regex.Matches(text, "^# TYPE (\\S+) (counter|gauge)$", RegexOptions.Multiline).Select(match => (Name: match.Groups[1].Value, Kind: match.Groups[2].Value)).ToList();
        declared.Select(figure => figure.Name).Should().OnlyHaveUniqueItems();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
            declared.Select(figure => figure.Name).Should().Contain(Regex.Match(line, "^[a-z_]+").Value);
        var documented = Regex.Matches(
                await File.ReadAllTextAsync(RepositoryFiles.PathOf("docs/monitoring.md")), "^\\| `([a-z_]+)` \\| (counter|gauge) \\|", RegexOptions.Multiline)
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value));
        documented.Should().Equal(declared);
    }

    [Fact]
    public async Task The_server_answers_that_it_is_alive_and_ready()
    {
        foreach (var path in new[] { "//healthz", "//readyz" })
        {
            var answer = await _api.SendAsync("GET", path);
            (answer.Status, answer.Text).Should().Be((200, "ok\n"));
        }
    }

    private async Task<string> TextAsync()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(_api.Address, "metrics"));
        answer.Content.Headers.ContentType!.ToString().Should().Be("text/plain; version=0.0.4; charset=utf-8"); // The server sets it.
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<Dictionary<string, double>> ReadAsync() => (await TextAsync())
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')
        .ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
}
