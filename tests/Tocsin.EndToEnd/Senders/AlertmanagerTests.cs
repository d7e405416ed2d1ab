using System.Text.Json;

namespace Tocsin.EndToEnd.Senders;

/// <summary>Alertmanager as it is installed sends its webhook here, and what it means to send to VictorOps and PagerDuty.</summary>
public sealed class AlertmanagerTests : IDisposable
{
    private const string Labels = """{"alertname":"CpuBusy","host":"web-07","severity":"critical"}""";
    private const string Annotations = """{"summary":"CPU of web-07 is busy","description":"97 %"}""";

    private readonly TempFolder _folder = new();

    [ProgramFact(AlertmanagerProcess.Program, AlertmanagerProcess.Install)]
    public async Task Alert_of_Alertmanager_is_raised_and_ended_on_three_ways_and_sent_on_to_three_services()
    {
        using var services = new HttpStandIn();
        _folder.Write("tocsin.yaml", $$"""
            victorops: { enabled: true, api-key: key, routing-key: everyone, url: "{{services.Url}}victorops" }
            pagerduty2: { enabled: true, routing-key: pdkey, url: "{{services.Url}}pagerduty" }
            slack: { enabled: true, url: "{{services.Url}}slack", channel: "#ops" }
            """);
        _folder.Write("load/sources/all.yaml", """
            - { id: am, kind: alertmanager, topic: by-webhook, auth: { bearer: t0ken } }
            - { id: vo, kind: victorops-rest, topic: by-victorops, options: { api-keys: [vokey] } }
            - { id: pd, kind: pagerduty-events-v2, topic: by-pagerduty, options: { routing-keys: ["0123456789abcdef0123456789abcdef"] } }
            """);
        _folder.Write("load/handlers/victorops.yaml", "topic: by-webhook\nid: a\nkind: victorops\n");
        _folder.Write("load/handlers/pagerduty.yaml", "topic: by-victorops\nid: b\nkind: pagerduty2\n");
        _folder.Write("load/handlers/slack.yaml", "topic: by-pagerduty\nid: c\nkind: slack\n");
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--load", "load", "--config", "tocsin.yaml");
        using var sender = await AlertmanagerProcess.StartAsync(_folder.Path, Configuration(server.Url));
        var starts = DateTimeOffset.UtcNow.AddMinutes(-1);

        await sender.PostAsync(Labels, Annotations, starts, ends: null);
        var fired = await NextThreeAsync(services);

        fired["/victorops/key/everyone"].Should().Contain("\"message_type\":\"CRITICAL\"").And.Contain("\"entity_display_name\":\"CPU of web-07 is busy\"")
            .And.Contain("\"state_message\":\"CPU of web-07 is busy\\n\\n97 %\"");
        fired["/pagerduty"].Should().Contain("\"event_action\":\"trigger\"").And.Contain("\"severity\":\"critical\"").And.Contain("\"summary\":\"[FIRING:1] CpuBusy ");
        fired["/slack"].Should().Contain("\"color\":\"danger\"").And.Contain("[FIRING:1] CpuBusy ");
        foreach (var topic in new[] { "by-webhook", "by-victorops", "by-pagerduty" })
            (await LevelsAsync(server, topic)).Should().Equal(["CRITICAL"], "{0}: {1}", topic, sender.Log);

        await sender.PostAsync(Labels, Annotations, starts, ends: DateTimeOffset.UtcNow.AddSeconds(-1));
        var ended = await NextThreeAsync(services);

        ended["/victorops/key/everyone"].Should().Contain("\"message_type\":\"RECOVERY\"");
        ended["/pagerduty"].Should().Contain("\"event_action\":\"resolve\"");
        ended["/slack"].Should().Contain("\"color\":\"good\"");
        Key(ended["/victorops/key/everyone"], "entity_id").Should().Be(Key(fired["/victorops/key/everyone"], "entity_id"));
        Key(ended["/pagerduty"], "dedup_key").Should().Be(Key(fired["/pagerduty"], "dedup_key")).And.MatchRegex("^[0-9a-f]{64}$");
        foreach (var topic in new[] { "by-webhook", "by-victorops", "by-pagerduty" })
            (await LevelsAsync(server, topic)).Should().Equal(["OK"], "{0}: {1}", topic, sender.Log);
    }

    public void Dispose() => _folder.Dispose();

    private static string Configuration(string url) => $$"""
        global: { resolve_timeout: 5m }
        route: { receiver: tocsin, group_by: [alertname], group_wait: 10ms, group_interval: 1s, repeat_interval: 1h }
        receivers:
          - name: tocsin
            webhook_configs:
              - { url: "{{url}}/ingest/am", send_resolved: true, http_config: { authorization: { credentials: t0ken } } }
            victorops_configs:
              - { api_key: vokey, api_url: "{{url}}/integrations/generic/20131114/alert/", routing_key: database }
            pagerduty_configs:
              - { routing_key: 0123456789abcdef0123456789abcdef, url: "{{url}}/v2/enqueue" }
        """;

    private static async Task<Dictionary<string, string>> NextThreeAsync(HttpStandIn services)
    {
        var bodies = new Dictionary<string, string>();
        for (var i = 0; i < 3; i++)
        {
            var (path, body) = await services.NextAsync();
            bodies.Add(path, body);
        }

        return bodies;
    }

    private static async Task<IEnumerable<string?>> LevelsAsync(TocsinProcess server, string topic)
    {
        using var http = new HttpClient();
        using var json = JsonDocument.Parse(await http.GetStringAsync(new Uri($"{server.Url}/kapacitor/v1/alerts/topics/{topic}/events")));
        return [.. json.RootElement.GetProperty("events").EnumerateArray().Select(told => told.GetProperty("state").GetProperty("level").GetString())];
    }

    private static string? Key(string body, string name)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty(name).GetString();
    }
}
