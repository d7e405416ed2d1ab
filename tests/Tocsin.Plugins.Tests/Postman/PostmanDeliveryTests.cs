using Tocsin.Engine.Hosting;
using Tocsin.Plugins.PagerDuty;
using Tocsin.Plugins.Postman;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Plugins.VictorOps;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Postman;

/// <summary>From a run of Postman to what VictorOps and PagerDuty are sent.</summary>
public sealed class PostmanDeliveryTests
{
    [Fact]
    public async Task The_next_good_run_resolves_in_both_systems()
    {
        await using var rig = await StartAsync(victorOpsOptions: null);

        await RunAsync(rig, PostmanSamples.Good, PostmanSamples.Bad, PostmanSamples.Bad, PostmanSamples.Good, PostmanSamples.Good);

        var sent = await rig.SentAsync();
        BodiesTo(sent, "victorops").Should().Equal(
            """{"data":"{\"series\":[{\"name\":\"postman\",\"tags\":{\"collection\":\"Cart API\",\"environment\":\"prod\",\"monitor\":\"Cart smoke\",\"monitor_uid\":\"2002-cccc\",\"user\":\"dana\"},\"columns\":[\"time\",\"errors\",\"failedTests\",\"passedTests\",\"requestCount\",\"totalLatency\",\"warnings\"],\"values\":[[\"2026-01-01T00:05:00Z\",1,2,40,12,5310,0]]}]}","entity_display_name":"Cart smoke: 1 error, 2 failed tests https://team.example/monitors/2002-cccc","entity_id":"2002-cccc/2002-bbbb","message_type":"CRITICAL","monitoring_tool":"tocsin","state_message":"Cart smoke: 1 error, 2 failed tests https://team.example/monitors/2002-cccc","state_start_time":1767225900,"timestamp":1767225900,"errors":1,"failedTests":2,"passedTests":40,"requestCount":12,"totalLatency":5310,"warnings":0,"vo_annotate.s.Values":"errors 1, failedTests 2, passedTests 40, requestCount 12, totalLatency 5310, warnings 0","vo_annotate.u.Postman":"https://team.example/monitors/2002-cccc"}""" + "\n",
            """{"data":"{\"series\":[{\"name\":\"postman\",\"tags\":{\"collection\":\"Cart API\",\"environment\":\"prod\",\"monitor\":\"Cart smoke\",\"monitor_uid\":\"2002-cccc\"},\"columns\":[\"time\",\"errors\",\"failedTests\",\"passedTests\",\"requestCount\",\"totalLatency\",\"warnings\"],\"values\":[[\"2026-01-01T00:05:00Z\",0,0,42,12,4980,0]]}]}","entity_display_name":"Cart smoke: 0 errors, 0 failed tests","entity_id":"2002-cccc/2002-bbbb","message_type":"RECOVERY","monitoring_tool":"tocsin","state_message":"Cart smoke: 0 errors, 0 failed tests","state_start_time":1767225900,"timestamp":1767225900,"errors":0,"failedTests":0,"passedTests":42,"requestCount":12,"totalLatency":4980,"warnings":0}""" + "\n");
        BodiesTo(sent, "pagerduty").Should().Equal(
            """{"routing_key":"r","event_action":"trigger","dedup_key":"2002-cccc/2002-bbbb","payload":{"summary":"Cart smoke: 1 error, 2 failed tests https://team.example/monitors/2002-cccc","source":"Cart smoke","severity":"critical","timestamp":"2026-01-01T00:05:00.000000000Z","class":"","component":"","group":"","custom_details":{"result":{"series":[{"name":"postman","tags":{"collection":"Cart API","environment":"prod","monitor":"Cart smoke","monitor_uid":"2002-cccc","user":"dana"},"columns":["time","errors","failedTests","passedTests","requestCount","totalLatency","warnings"],"values":[["2026-01-01T00:05:00Z",1,2,40,12,5310,0]]}]},"errors":1,"failedTests":2,"passedTests":40,"requestCount":12,"totalLatency":5310,"warnings":0}},"images":null,"links":[{"href":"https://team.example/monitors/2002-cccc","text":"Postman"}],"client":"tocsin","client_url":"http://localhost:9092/kapacitor/v1"}""" + "\n",
            """{"routing_key":"r","dedup_key":"2002-cccc/2002-bbbb","event_action":"resolve"}""" + "\n");
    }

    [Fact]
    public async Task The_next_good_run_can_acknowledge_in_both_systems()
    {
        await using var rig = await StartAsync(victorOpsOptions: null, "on-success: acknowledge");

        await RunAsync(rig, PostmanSamples.Bad, PostmanSamples.Good, PostmanSamples.Bad);

        var sent = await rig.SentAsync();
        var victorOps = BodiesTo(sent, "victorops");
        victorOps.Should().HaveCount(3);
        victorOps[0].Should().Contain("\"message_type\":\"CRITICAL\"");
        victorOps[1].Should().Be(
            """{"ack_author":"tocsin","ack_message":"Cart smoke: 0 errors, 0 failed tests","ack_msg":"Cart smoke: 0 errors, 0 failed tests","entity_id":"2002-cccc/2002-bbbb","message_type":"ACKNOWLEDGEMENT","monitoring_tool":"tocsin","state_message":"acknowledged by tocsin: Cart smoke: 0 errors, 0 failed tests","timestamp":1767225900}""" + "\n");
        victorOps[2].Should().Contain("\"message_type\":\"CRITICAL\"").And.Contain("\"entity_id\":\"2002-cccc/2002-bbbb\"");
        var pagerDuty = BodiesTo(sent, "pagerduty");
        pagerDuty.Should().HaveCount(3);
        pagerDuty[1].Should().Be("""{"routing_key":"r","dedup_key":"2002-cccc/2002-bbbb","event_action":"acknowledge"}""" + "\n");
        pagerDuty[2].Should().Contain("\"event_action\":\"trigger\"");
    }

    [Fact]
    public async Task A_handler_that_always_acknowledges_leaves_the_others_as_they_are()
    {
        await using var rig = await StartAsync("""{"on-recovery":"acknowledge"}""");

        await RunAsync(rig, PostmanSamples.Bad, PostmanSamples.Good);

        var sent = await rig.SentAsync();
        BodiesTo(sent, "victorops")[1].Should().Contain("\"message_type\":\"ACKNOWLEDGEMENT\"");
        BodiesTo(sent, "pagerduty")[1].Should().Contain("\"event_action\":\"resolve\"");
    }

    [Fact]
    public async Task A_run_of_nothing_ends_no_alert_and_raises_none()
    {
        await using var rig = await StartAsync(victorOpsOptions: null);

        await RunAsync(rig, PostmanSamples.NewmanEmpty, PostmanSamples.NewmanScriptError, PostmanSamples.NewmanEmpty);

        BodiesTo(await rig.SentAsync(), "victorops").Should().ContainSingle().Which.Should().Contain("\"message_type\":\"CRITICAL\"");
        rig.StateOf("smoke", "c-1")!.Value.Level.Should().Be(AlertLevel.Critical); // Raised just above.
        rig.Engine.Quarantine.Count.Should().Be(2);
    }

    [Fact]
    public async Task An_export_told_twice_pages_once()
    {
        await using var rig = await StartAsync(victorOpsOptions: null);

        await RunAsync(rig, PostmanSamples.Newman, PostmanSamples.Newman, PostmanSamples.NewmanGood, PostmanSamples.Newman);

        BodiesTo(await rig.SentAsync(), "victorops").Select(body => body.Contains("RECOVERY", StringComparison.Ordinal)).Should().Equal(false, true);
    }

    private static async Task RunAsync(SourceRig rig, params string[] bodies)
    {
        foreach (var body in bodies)
        {
            (await rig.PostAsync("postman", body)).Reply.Status.Should().Be(202);
            await rig.SentAsync();
        }
    }

    private static List<string> BodiesTo(IEnumerable<SentRequest> sent, string system) =>
        [.. sent.Where(request => request.Url.Contains(system, StringComparison.Ordinal)).Select(request => request.Body)];

    private static async Task<SourceRig> StartAsync(string? victorOpsOptions, string postmanOption = "")
    {
        var services = ConfigFile.Parse("services.yaml", """
            victorops: { enabled: true, api-key: k, routing-key: web }
            pagerduty2: { enabled: true, routing-key: r }
            """, _ => null).Sections;
        var rig = await SourceRig.StartAsync(
            $$"""
            id: postman
            kind: postman
            topic: smoke
            options:
              link: "https://team.example/monitors/{monitor_uid}"
              {{postmanOption}}
            """,
            new RigSettings { Services = services, Time = new FixedTime(Requests.Received) },
            typeof(PostmanSource), typeof(VictorOpsHandler), typeof(PagerDuty2Handler));
        await rig.HandleAsync("smoke", "victorops", victorOpsOptions);
        await rig.HandleAsync("smoke", "pagerduty2");
        return rig;
    }
}
