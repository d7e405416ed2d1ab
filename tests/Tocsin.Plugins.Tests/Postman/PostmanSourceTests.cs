using Tocsin.Plugins.Postman;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.Postman;

public sealed class PostmanSourceTests
{
    private static readonly PostmanSource Source = new(new PostmanOptions { Link = "https://team.example/monitors/{monitor_uid}" });

    [Fact]
    public void A_bad_run_of_a_monitor_is_critical()
    {
        var reading = Read(PostmanSamples.Bad);

        var alert = reading.Events.Should().ContainSingle().Which;
        alert.Id.Should().Be("2002-cccc/2002-bbbb");
        alert.DedupeKey.Should().BeEmpty("webhooks name no run");
        alert.Level.Should().Be(AlertLevel.Critical);
        alert.Message.Should().Be("Cart smoke: 1 error, 2 failed tests https://team.example/monitors/2002-cccc");
        alert.Time.Should().BeNull("webhooks tell no time");
        alert.Tags.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["monitor"] = "Cart smoke", ["collection"] = "Cart API", ["environment"] = "prod", ["monitor_uid"] = "2002-cccc", ["user"] = "dana",
        });
        alert.Links.Should().Equal(new AlertLink("Postman", "https://team.example/monitors/2002-cccc"));
        var point = reading.Points.Should().ContainSingle().Which;
        point.Measurement.Should().Be("postman");
        point.Time.Should().Be(Requests.Received);
        point.Tags.Should().NotContainKey("user");
        point.Fields.Should().BeEquivalentTo(new Dictionary<string, object>
        {
            ["errors"] = 1L, ["failedTests"] = 2L, ["warnings"] = 0L, ["passedTests"] = 40L, ["requestCount"] = 12L, ["totalLatency"] = 5310.0,
        });
    }

    [Fact]
    public void A_good_run_in_the_other_spelling_recovers_the_same_alert()
    {
        var alert = Read(PostmanSamples.Good).Events.Single();

        alert.Id.Should().Be(Read(PostmanSamples.Bad).Events[0].Id);
        alert.Level.Should().Be(AlertLevel.Ok);
        alert.Message.Should().Be("Cart smoke: 0 errors, 0 failed tests");
        alert.Fields["totalLatency"].Should().Be(4980.0);
    }

    [Theory]
    [InlineData("\"errors\":0,\"failedTests\":1", AlertLevel.Critical)]
    [InlineData("\"errors\":\"3\"", AlertLevel.Critical)]
    [InlineData("\"failedTestCount\":1", AlertLevel.Critical)]
    [InlineData("\"errors\":0,\"failedTests\":0,\"warnings\":1", AlertLevel.Warning)]
    [InlineData("\"errors\":0,\"failedTests\":0,\"warningCount\":\"1\"", AlertLevel.Warning)]
    [InlineData("\"errorCount\":0", AlertLevel.Ok)]
    public void Metrics_decide_the_level(string metrics, AlertLevel level) =>
        Read("{\"monitor_uid\":\"m\",\"metrics\":{" + metrics + "}}").Events.Single().Level.Should().Be(level);

    [Theory]
    [InlineData(PostmanSamples.NewmanScriptError, AlertLevel.Critical, "Shop: 1 error, 0 failed tests (GET cart: test-script)")]
    [InlineData(PostmanSamples.NewmanBail, AlertLevel.Critical, "Shop: 1 error, 0 failed tests (the run)")]
    [InlineData(PostmanSamples.NewmanSkipped, AlertLevel.Ok, "Shop: 0 errors, 0 failed tests")]
    public void Runs_that_do_not_just_pass_or_fail_are_what_they_tell(string export, AlertLevel level, string message)
    {
        var alert = Read(export).Events.Should().ContainSingle().Which;

        alert.Level.Should().Be(level);
        alert.Message.Should().Be(message);
    }

    [Theory]
    [InlineData(PostmanSamples.NewmanEmpty)]
    [InlineData("""{"monitor_uid":"m","metrics":{"errors":0,"failedTests":0,"passedTests":0,"requestCount":0}}""")]
    [InlineData("""{"run":{"info":{"jobId":"j","monitorId":"m","status":"success"},"stats":{"assertions":{"total":0,"failed":0},"requests":{"total":0,"failed":0}},"executions":[],"failures":[]}}""")]
    [InlineData("""{"collection":{"info":{"name":"Shop"}},"run":{"failures":[]}}""")]
    public void A_run_of_nothing_is_neither_good_nor_bad(string body) => Read(body).Problem.Should().Contain("is not known");

    [Fact]
    public void An_alert_links_to_the_monitor_by_itself() =>
        new PostmanSource(new PostmanOptions()).Read(Requests.Json(PostmanSamples.Bad)).Events.Single().Links
            .Should().Equal(new AlertLink("Postman", "https://go.postman.co/monitors/2002-cccc"));

    [Fact]
    public void A_run_of_the_api_names_what_failed()
    {
        var reading = Read(PostmanSamples.ApiRun);

        var alert = reading.Events.Should().ContainSingle().Which;
        alert.Id.Should().Be("1e00-cccc");
        alert.DedupeKey.Should().Be("job-9");
        alert.Level.Should().Be(AlertLevel.Critical);
        alert.Message.Should().Be("Cart smoke: 1 error, 2 failed tests (GET cart: status is 200) https://team.example/monitors/1e00-cccc");
        alert.Details.Should().Be("GET cart: status is 200: expected 500 to equal 200");
        alert.Time.Should().Be(new DateTimeOffset(2026, 1, 1, 0, 0, 9, TimeSpan.Zero));
        reading.Points.Single().Fields.Should().Contain("passedTests", 40L).And.Contain("totalLatency", 400.0);
    }

    [Theory]
    [InlineData("success", AlertLevel.Ok)]
    [InlineData("failed", AlertLevel.Critical)]
    [InlineData("error", AlertLevel.Critical)]
    public void The_status_of_a_run_counts_without_stats(string status, AlertLevel level) =>
        Read($$$$"""{"run":{"info":{"monitorId":"m","status":"{{{{status}}}}"}}}""").Events.Single().Level.Should().Be(level);

    [Fact]
    public void An_export_of_Newman_is_one_alert()
    {
        var reading = Read(PostmanSamples.Newman);

        var alert = reading.Events.Should().ContainSingle().Which;
        alert.Id.Should().Be("c-7/e-7");
        alert.DedupeKey.Should().Be("c-7 e-7 1767225600000");
        alert.Level.Should().Be(AlertLevel.Critical);
        alert.Message.Should().Be("Cart API: 1 error, 1 failed test (GET cart: status is 200, POST order: request)");
        alert.Details.Should().Be("GET cart: status is 200: expected 500 to equal 200\nPOST order: request: connect ECONNREFUSED");
        alert.Time.Should().Be(DateTimeOffset.FromUnixTimeMilliseconds(1767225609000));
        alert.Links.Should().BeEmpty("the link needs a monitor");
        reading.Points.Single().Fields.Should().Contain("passedTests", 3L).And.Contain("totalLatency", 400.0).And.Contain("requestCount", 2L);
        reading.Reply!.Body.Should().Be(
            """{"alerts":[{"id":"c-7/e-7","level":"CRITICAL","message":"Cart API: 1 error, 1 failed test (GET cart: status is 200, POST order: request)"}]}""");
    }

    [Fact]
    public void An_export_of_Newman_can_be_an_alert_for_each_item()
    {
        var source = new NewmanSource(new PostmanOptions { AlertPer = AlertScope.Item });

        var bad = source.Read(Requests.Json(PostmanSamples.Newman)).Events;
        var good = source.Read(Requests.Json(PostmanSamples.NewmanGood)).Events;

        bad.Select(alert => (alert.Id, alert.Level)).Should().Equal(
            ("c-7/e-7", AlertLevel.Ok), ("c-7/e-7/GET cart", AlertLevel.Critical), ("c-7/e-7/POST order", AlertLevel.Critical), ("c-7/e-7/GET stock", AlertLevel.Ok));
        bad[1].Message.Should().Be("Cart API: GET cart: 0 errors, 1 failed test (GET cart: status is 200)");
        bad[1].Tags.Should().Contain("item", "GET cart");
        bad.Select(alert => alert.DedupeKey).Should().OnlyHaveUniqueItems();
        good.Should().OnlyContain(alert => alert.Level == AlertLevel.Ok).And.HaveCount(4);
        good.Select(alert => alert.Id).Should().Equal(bad.Select(alert => alert.Id));
    }

    [Fact]
    public void Environment_that_Newman_made_up_for_a_run_is_no_part_of_the_id()
    {
        var made = PostmanSamples.Newman.Replace("\"id\":\"e-7\",\"name\":\"prod\",", "\"id\":\"548f6444-5ad8-4817-ab85-0ecf4a4430b1\",", StringComparison.Ordinal);

        Source.Read(Requests.Json(made)).Events.Single().Id.Should().Be("c-7");
        Source.Read(Requests.Json(made) with { Query = [new("environment", "stage")] }).Events.Single().Id.Should().Be("c-7/stage");
    }

    [Fact]
    public void A_run_that_broke_off_is_bad_and_the_environment_may_be_given_with_the_address()
    {
        var request = Requests.Json("""{"collection":{"info":{"name":"C"}},"run":{"failures":[],"error":{"message":"no such file"}}}""");

        var alert = Source.Read(request with { Query = [new("environment", "stage")] }).Events.Single();

        alert.Id.Should().Be("C/stage");
        alert.Level.Should().Be(AlertLevel.Critical);
        alert.Message.Should().Be("C: 1 error, 0 failed tests (the run)");
        alert.Tags.Should().Contain("environment", "stage");
    }

    [Theory]
    [InlineData(PostmanSamples.Newman)]
    [InlineData(PostmanSamples.ApiRun)]
    public void Secrets_of_exports_go_nowhere(string body)
    {
        var reading = Read(body);

        var all = string.Join('\n', reading.Events.Select(alert => $"{alert} {string.Join(',', alert.Tags)} {string.Join(',', alert.Fields)} {alert.Details}"));
        (all + string.Join('\n', reading.Points.Select(point => string.Join(',', point.Tags) + string.Join(',', point.Fields)))).Should().NotContain("hush");
    }

    [Fact]
    public void Many_failures_are_cut_short()
    {
        var failures = string.Join(',', Enumerable.Range(0, 200).Select(i => $$$$"""{"at":"assertion:0","error":{"test":"test {{{{i}}}}","message":"{{{{new string('x', 5000)}}}}"}}"""));

        var alert = Read($$$$"""{"collection":{"info":{"name":"C"}},"run":{"failures":[{{{{failures}}}}]}}""").Events.Single();

        alert.Message.Should().Be("C: 0 errors, 200 failed tests (test 0, test 1, test 2, test 3, test 4 and 195 more)");
        alert.Details.Length.Should().BeLessThan(20_000);
        alert.Details.Should().EndWith("… and 150 more");
    }

    [Theory]
    [InlineData("{}", "it is neither a monitor's webhook *")]
    [InlineData("[1]", "it is neither *")]
    [InlineData("{\"metrics\":{\"errors\":0}}", "monitor_uid is missing")]
    [InlineData("{\"monitor_uid\":\"m\"}", "metrics has neither errors nor failedTests*")]
    [InlineData("{\"monitor_uid\":\"m\",\"metrics\":{\"errors\":0,\"failedTests\":\"none\"}}", "metrics.failedTests isn't a whole number")]
    [InlineData("{\"run\":{\"info\":{}}}", "run.info.monitorId is missing")]
    [InlineData("{\"run\":{\"info\":{\"monitorId\":\"m\"}}}", "run.info.status is missing*")]
    [InlineData("{\"run\":{\"info\":{\"monitorId\":\"m\",\"status\":\"running\"}}}", "run.info.status is neither success nor failed*")]
    [InlineData("{\"collection\":{},\"run\":{}}", "collection.info has neither _postman_id nor name")]
    [InlineData("{\"collection\":{\"info\":{\"name\":\"C\"}},\"run\":{}}", "run.failures is missing*")]
    public void What_is_not_understood_is_no_recovery(string body, string problem)
    {
        var reading = Read(body);

        reading.Problem.Should().Match(problem);
        reading.Events.Should().BeEmpty();
        reading.Reply!.Body.Should().Contain("\"error\"");
    }

    [Theory]
    [InlineData("https://x.example/{monitor}", "it may hold *")]
    [InlineData("x.example/{monitor_uid}", "it must start with https:// or http://")]
    public void A_wrong_link_is_told(string link, string problem) =>
        new PostmanOptions { Link = link }.Check().Should().ContainSingle().Which.Message.Should().Match(problem);

    [Fact]
    public void Hostile_bodies_harm_nothing()
    {
        foreach (var scope in Enum.GetValues<AlertScope>())
        {
            HostileBodies.ShouldBeWithstoodBy(
                new PostmanSource(new PostmanOptions { AlertPer = scope, Link = "https://x.example/{job_id}" }),
                Requests.Json(PostmanSamples.Bad), Requests.Json(PostmanSamples.ApiRun), Requests.Json(PostmanSamples.Newman));
        }
    }

    private static SourceReading Read(string body) => Source.Read(Requests.Json(body));
}
