using System.Text;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Sources;
using Tocsin.Plugins.PagerDuty;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Plugins.ThousandEyes;
using Tocsin.Plugins.VictorOps;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.ThousandEyes;

/// <summary>From a request of ThousandEyes to what VictorOps and PagerDuty are sent.</summary>
public sealed class ThousandEyesDeliveryTests
{
    private const string Definitions = """
        - id: te
          kind: thousandeyes
          topic: network
          auth: { header: { X-Secret: s3cret } }
        - id: vo
          kind: thousandeyes-victorops
          topic: network
          options: { api-keys: [key-0, key-1] }
        """;

    [Fact]
    public async Task A_trigger_and_its_clear_reach_both_vendors()
    {
        await using var rig = await StartAsync();

        (await rig.PostAsync("te", ThousandEyesSamples.Trigger, ("X-Secret", "s3cret"))).Reply.Status.Should().Be(202);
        (await rig.PostAsync("te", ThousandEyesSamples.Trigger, ("X-Secret", "s3cret"))).Reply.Status.Should().Be(202);
        await rig.SentAsync();
        (await rig.PostAsync("te", ThousandEyesSamples.Clear, ("X-Secret", "s3cret"))).Reply.Status.Should().Be(202);
        var sent = await rig.SentAsync();

        var victorOps = sent.Where(request => request.Url.Contains("victorops", StringComparison.Ordinal)).ToList();
        victorOps.Select(request => request.Url).Should().AllBe("https://alert.victorops.com/integrations/generic/20131114/alert/k/network");
        victorOps.Select(request => request.Body).Should().Equal(
            """{"data":"{\"series\":[{\"name\":\"thousandeyes\",\"tags\":{\"account\":\"901\",\"labels\":\"prod,shop\",\"rule\":\"HTTP errors\",\"rule_id\":\"11007\",\"severity\":\"Major\",\"team\":\"web\",\"test\":\"checkout\",\"test_id\":\"55007\",\"type\":\"HTTP Server\"},\"columns\":[\"time\",\"active\",\"agents\",\"metrics\",\"violationCount\"],\"values\":[[\"2026-01-01T00:01:00Z\",1,\"Oslo, Lima\",\"Error type: Connect; Error type: DNS\",2]]}]}","entity_display_name":"HTTP errors: checkout (2 agents: Oslo, Lima; Error type: Connect, Error type: DNS) https://app.example/alerts/1","entity_id":"te:7d0c2c5e-11aa-4bbb-8ccc-0123456789ab","message_type":"CRITICAL","monitoring_tool":"tocsin","state_message":"HTTP errors: checkout (2 agents: Oslo, Lima; Error type: Connect, Error type: DNS) https://app.example/alerts/1\n\nError is present\nhttps://shop.example/\nOslo: Error type: Connect\nLima: Error type: DNS\nhttps://app.example/alerts/1","state_start_time":1767225660,"timestamp":1767225660,"active":1,"agents":"Oslo, Lima","metrics":"Error type: Connect; Error type: DNS","violationCount":2,"vo_annotate.s.Values":"active 1, agents Oslo, Lima, metrics Error type: Connect; Error type: DNS, violationCount 2","vo_annotate.u.ThousandEyes":"https://app.example/alerts/1","vo_annotate.u.Oslo":"https://app.example/a/31"}""" + "\n",
            """{"data":"{\"series\":[{\"name\":\"thousandeyes\",\"tags\":{\"agent\":\"Oslo\",\"rule\":\"HTTP errors\",\"rule_id\":\"11007\",\"severity\":\"Major\",\"test\":\"checkout\",\"type\":\"HTTP Server\"},\"columns\":[\"time\",\"active\",\"agents\",\"duration\",\"metrics\",\"violationCount\"],\"values\":[[\"2026-01-01T00:06:00Z\",0,\"Oslo\",300,\"Error type: Connect -\\u003e OK\",2]]}]}","entity_display_name":"HTTP errors: checkout (1 agent: Oslo; Error type: Connect -> OK)","entity_id":"te:7d0c2c5e-11aa-4bbb-8ccc-0123456789ab","message_type":"RECOVERY","monitoring_tool":"tocsin","state_message":"HTTP errors: checkout (1 agent: Oslo; Error type: Connect -> OK)\n\nOslo: Error type: Connect -> OK","state_start_time":1767225960,"timestamp":1767225960,"active":0,"agents":"Oslo","duration":300,"metrics":"Error type: Connect -> OK","violationCount":2}""" + "\n");
        var pagerDuty = sent.Where(request => request.Url.Contains("pagerduty", StringComparison.Ordinal)).ToList();
        pagerDuty.Select(request => request.Body).Should().Equal(
            """{"routing_key":"r","event_action":"trigger","dedup_key":"te:7d0c2c5e-11aa-4bbb-8ccc-0123456789ab","payload":{"summary":"HTTP errors: checkout (2 agents: Oslo, Lima; Error type: Connect, Error type: DNS) https://app.example/alerts/1","source":"checkout","severity":"critical","timestamp":"2026-01-01T00:01:00.000000000Z","class":"","component":"","group":"","custom_details":{"details":"Error is present\nhttps://shop.example/\nOslo: Error type: Connect\nLima: Error type: DNS\nhttps://app.example/alerts/1","result":{"series":[{"name":"thousandeyes","tags":{"account":"901","labels":"prod,shop","rule":"HTTP errors","rule_id":"11007","severity":"Major","team":"web","test":"checkout","test_id":"55007","type":"HTTP Server"},"columns":["time","active","agents","metrics","violationCount"],"values":[["2026-01-01T00:01:00Z",1,"Oslo, Lima","Error type: Connect; Error type: DNS",2]]}]},"active":1,"agents":"Oslo, Lima","metrics":"Error type: Connect; Error type: DNS","violationCount":2}},"images":null,"links":[{"href":"https://app.example/alerts/1","text":"ThousandEyes"},{"href":"https://app.example/a/31","text":"Oslo"}],"client":"tocsin","client_url":"http://localhost:9092/kapacitor/v1"}""" + "\n",
            """{"routing_key":"r","dedup_key":"te:7d0c2c5e-11aa-4bbb-8ccc-0123456789ab","event_action":"resolve"}""" + "\n");
    }

    [Fact]
    public async Task The_address_of_VictorOps_takes_only_those_with_its_key()
    {
        await using var rig = await StartAsync();
        var request = Requests.Json(ThousandEyesSamples.Trigger);

        var answer = await rig.SendStandInAsync("/integrations/thousandeyes/v1/key-1/net%20ops", request);
        (await rig.SendStandInAsync("/integrations/thousandeyes/v1/key-2/netops", request))!.Reply.Status.Should().Be(401); // A source stands in for it.
        (await rig.SendStandInAsync("/integrations/thousandeyes/v1/", request))!.Reply.Status.Should().Be(401); // The same.

        answer!.Reply.Status.Should().Be(200); // The same.
        answer.Reply.Body.Should().Be("""{"result":"success"}""");
        rig.StateOf("network", "te:7d0c2c5e-11aa-4bbb-8ccc-0123456789ab").Should().NotBeNull();
        var sent = (await rig.SentAsync()).First(each => each.Url.Contains("victorops", StringComparison.Ordinal));
        sent.Body.Should().Contain("\\\"routing_key\\\":\\\"net ops\\\"");
    }

    [Theory]
    [InlineData("$routing_key")]
    [InlineData("%24routing_key")]
    [InlineData("$ROUTING_KEY/")]
    public async Task An_address_whose_routing_key_nobody_filled_in_is_refused_with_a_hint(string end)
    {
        await using var rig = await StartAsync();

        foreach (var body in new[] { ThousandEyesSamples.Trigger, ThousandEyesSamples.Test })
        {
            var answer = await rig.SendStandInAsync("/integrations/thousandeyes/v1/key-1/" + end, Requests.Json(body));

            answer!.Reply.Status.Should().Be(400); // A source stands in for it.
            answer.Reply.Body.Should().StartWith("{\"result\":\"failure\",\"message\":\"the address ends in $").And.Contain("put one in its place");
        }

        (await rig.SentAsync()).Should().BeEmpty();
        rig.Engine.Quarantine.List(0, 10).Should().HaveCount(2).And.OnlyContain(kept => kept.Problem.Contains("is a placeholder for a routing key"));
    }

    [Fact]
    public void A_routing_key_is_a_tag_and_may_be_missing()
    {
        var source = new StandInSource(new StandInOptions { ApiKeys = ["j", "k"] });
        var request = new SourceRequest { Body = Encoding.UTF8.GetBytes(ThousandEyesSamples.Trigger) };

        source.Verify(request with { Path = "k" }).Should().BeNull();
        source.Verify(request with { Path = "j/x" }).Should().BeNull();
        source.Verify(request with { Path = "K/x" }).Should().NotBeNull();
        source.Verify(request).Should().NotBeNull();
        source.Read(request with { Path = "k" }).Events.Single().Tags.Should().NotContainKey("routing_key");
        source.Read(request with { Path = "k/a/b/" }).Events.Single().Tags["routing_key"].Should().Be("a/b");
        source.Read(request with { Body = Encoding.UTF8.GetBytes(ThousandEyesSamples.Test) }).IsTest.Should().BeTrue();
        new StandInOptions { ApiKeys = ["a/b"] }.Check().Should().ContainSingle().Which.Option.Should().Be("api-keys");
        new StandInOptions { ApiKeys = [] }.Check().Should().ContainSingle().Which.Option.Should().Be("api-keys");
    }

    [Fact]
    public async Task What_is_not_understood_can_be_replayed_and_its_key_is_not_kept()
    {
        await using var rig = await StartAsync();
        var request = Requests.Json("""{"eventType":"NEW_KIND","alert":{"alertId":1}}""") with { Url = new Uri("http://localhost/integrations/thousandeyes/v1/key-1/net") };

        (await rig.SendStandInAsync("/integrations/thousandeyes/v1/key-1/net", request))!.Reply.Status.Should().Be(202); // A source stands in for it.

        var kept = rig.Engine.Quarantine.List(0, 10).Should().ContainSingle().Which;
        kept.Problem.Should().Be("eventType 'NEW_KIND' is not known");
        (kept.Path + kept.Url).Should().NotContain("key-1").And.Contain("/net");
    }

    private static async Task<SourceRig> StartAsync()
    {
        var services = ConfigFile.Parse("services.yaml", """
            victorops: { enabled: true, api-key: k, routing-key: network }
            pagerduty2: { enabled: true, routing-key: r }
            """, _ => null).Sections;
        var rig = await SourceRig.StartAsync(
            Definitions, new RigSettings { Services = services, Time = new FixedTime(Requests.Received) },
            typeof(ThousandEyesSource), typeof(StandInSource), typeof(VictorOpsHandler), typeof(PagerDuty2Handler));
        await rig.HandleAsync("network", "victorops");
        await rig.HandleAsync("network", "pagerduty2");
        return rig;
    }
}
