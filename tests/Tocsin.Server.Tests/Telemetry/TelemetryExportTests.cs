using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Tracing;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Monitoring;
using Tocsin.Server.Telemetry;
using Tocsin.Server.Tests.Http;

namespace Tocsin.Server.Tests.Telemetry;

/// <summary>What a collector of OpenTelemetry is sent.</summary>
[Collection(nameof(TelemetryExportTests))]
[CollectionDefinition(nameof(TelemetryExportTests), DisableParallelization = true)]
public sealed class TelemetryExportTests : IAsyncLifetime
{
    private const string Script = "stream|from().measurement('m')|alert().id('{{ .Name }}').crit(lambda: \"v\" > 1.0).topic('sys')";
    private const string Generic = """{"id":"hook","kind":"generic","topic":"sys","auth":{"bearer":"key"},"options":{"id":"$.id","level":"$.level","dedupe-key":"$.nr"}}""";

    private OtlpSink _sink = null!; // Set before each test.
    private ApiHost _api = null!;
    private TelemetryExport _export = null!;
    private Receiver _receiver = null!;

    public async Task InitializeAsync()
    {
        _sink = await OtlpSink.StartAsync();
        _receiver = await Receiver.StartAsync();
        _api = await ApiHost.StartAsync();
        _export = new TelemetryExport(EngineFigures.Of(_api.Engine), _api.Engine.Identity.ServerId, NullLogger.Instance, TimeProvider.System);
        (await _api.SendAsync("POST", "/alerts/topics/sys/handlers", $$$"""{"id":"h","kind":"post","options":{"url":"{{{_receiver.Url}}}"}}""")).Status.Should().Be(200);
        await _api.DefineAsync("t", Script, "enabled");
    }

    public async Task DisposeAsync()
    {
        _export.Dispose();
        await _api.DisposeAsync();
        await _receiver.DisposeAsync();
        await _sink.DisposeAsync();
    }

    [Fact]
    public async Task A_collector_gets_the_figures_that_metrics_shows()
    {
        _export.Change(Otlp() with { Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer a=b%20c" }, Attributes = new Dictionary<string, string> { ["deployment.environment"] = "prod" } }, new TracingOptions());
        await _api.WriteAsync("m v=5 1000000000\nm v=6 2000000000");

        _export.Flush();

        var sent = _sink.Figures.Last();
        (sent["tocsin_points_received,database=db,retention_policy=rp"], sent["tocsin_task_entered,task=t"], sent["tocsin_alerts_open,level=critical,topic=sys"]).Should().Be((2, 2, 1));
        sent["tocsin_storage_commits"].Should().BePositive();
        sent["dotnet_gc_allocated_bytes"].Should().BePositive();
        var shown = Regex.Matches((await _api.SendAsync("GET", "//metrics")).Text, "^# TYPE (\\S+) (counter|gauge)$", RegexOptions.Multiline)
            .Select(match => match.Groups[2].Value == "counter" ? match.Groups[1].Value[..^"_total".Length] : match.Groups[1].Value);
        sent.Keys.Select(name => name.Split(',')[0]).Distinct().Should().BeSubsetOf(shown).And.HaveCountGreaterThan(30);
        _sink.Authorization.Should().Be("Bearer a=b%20c");
        _sink.Resource.Should().Contain("service.name", "tocsin").And.Contain("service.instance.id", _api.Engine.Identity.ServerId).And.Contain("deployment.environment", "prod").And.ContainKey("service.version");

        await _api.SendAsync("DELETE", "/tasks/t");
        _export.Flush();
        _sink.Figures.Last().Keys.Should().NotContain("tocsin_task_entered,task=t", "the task is gone");
    }

    [Theory]
    [InlineData("write")]
    [InlineData("ingest")]
    public async Task One_trace_leads_from_the_request_to_the_delivery(string way)
    {
        const string Sender = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        (await _api.SendAsync("POST", "//tocsin/v1/sources", Generic)).Status.Should().Be(200);
        _export.Change(Otlp() with { Metrics = false }, new TracingOptions { Sample = 0.000001 });

        var status = way == "write"
            ? await _api.SendAsync("POST", "/write?db=db&rp=rp", "m v=5 1000000000", ("traceparent", Sender), ("tracestate", "x=1"))
            : await _api.SendAsync("POST", "//ingest/hook", """{"id":"m","level":"CRITICAL","nr":1}""", ("traceparent", Sender), ("tracestate", "x=1"), ("Authorization", "Bearer key"));
        status.Status.Should().BeInRange(200, 204);
        var got = await _receiver.NextAsync();
        await Until.True(() => _api.Engine.Alerts.Outbox.Counters.Any(counters => counters.Delivered == 1));
        _export.Flush();

        var spans = _sink.Spans;
        spans.Select(span => span.Trace).Distinct().Should().Equal("0af7651916cd43dd8448eb211c80319c");
        var request = spans.Single(span => span.Name == way);
        (request.Parent, request.Kind).Should().Be(("b7ad6b7169203331", 2));
        request.Attributes.Should().Contain("http.response.status_code", status.Status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var raised = way == "write" ? spans.Single(span => span.Name == "task") : request;
        if (way == "write")
            (raised.Parent, raised.Attributes["tocsin.task"]).Should().Be((request.Id, "t"));
        raised.Notes.Should().Contain(note => note["tocsin.topic"] == "sys" && note["tocsin.alert"] == "m" && note["tocsin.level"] == "Critical");
        var delivery = spans.Single(span => span.Name == "deliver");
        (delivery.Parent, delivery.Kind, delivery.Attributes["tocsin.handler"], delivery.Attributes["tocsin.outcome"], delivery.HasFailed).Should().Be((raised.Id, 3, "sys/h", "Done", false));
        (got.Traceparent, got.Tracestate).Should().Be(($"00-0af7651916cd43dd8448eb211c80319c-{delivery.Id}-01", "x=1"));
    }

    [Fact]
    public async Task By_gRPC_a_collector_gets_figures_and_traces_too()
    {
        await using var sink = await OtlpSink.StartAsync(HttpProtocols.Http2);
        _export.Change(
            new OtlpOptions { Endpoint = sink.Url, Protocol = OtlpProtocol.Grpc, Interval = TimeSpan.FromHours(1), Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer a=b" } },
            new TracingOptions { Sample = 1 });

        await _api.WriteAsync("m v=5 1000000000");
        await Until.True(() => _api.Engine.Alerts.Outbox.Counters.Any(counters => counters.Delivered == 1));
        _export.Flush();

        sink.Figures.Last()["tocsin_points_received,database=db,retention_policy=rp"].Should().Be(1);
        sink.Spans.Select(span => span.Name).Should().BeEquivalentTo("write", "task", "deliver");
        sink.Spans.Select(span => span.Trace).Distinct().Should().ContainSingle();
        (sink.Authorization, sink.Resource["service.name"]).Should().Be(("Bearer a=b", "tocsin"));
    }

    [Fact]
    public async Task What_the_sender_does_not_trace_is_not_traced_and_what_no_sender_names_is_by_the_sample()
    {
        _export.Change(Otlp() with { Metrics = false }, new TracingOptions { Sample = 1 });

        await _api.SendAsync("POST", "/write?db=db&rp=rp", "m v=5 1000000000", ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"));
        (await _receiver.NextAsync()).Traceparent.Should().BeEmpty();
        await _api.WriteAsync("m v=0 2000000000");
        (await _receiver.NextAsync()).Traceparent.Should().NotBeEmpty();
        await Until.True(() => _api.Engine.Alerts.Outbox.Counters.Any(counters => counters.Delivered == 2));
        _export.Flush();

        _sink.Spans.Select(span => span.Name).Should().BeEquivalentTo("write", "task", "deliver");
        _sink.Spans.Single(span => span.Parent.Length == 0).Name.Should().Be("write");
    }

    [Fact]
    public async Task Without_a_sample_nothing_is_traced_and_a_change_counts_at_once()
    {
        _export.Change(Otlp(), new TracingOptions());
        Traces.IsOn.Should().BeFalse();
        await _api.SendAsync("POST", "/write?db=db&rp=rp", "m v=5 1000000000", ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        (await _receiver.NextAsync()).Traceparent.Should().BeEmpty();

        _export.Change(Otlp(), new TracingOptions { Sample = 1 });
        Traces.IsOn.Should().BeTrue();
        await _api.WriteAsync("m v=0 2000000000");
        (await _receiver.NextAsync()).Traceparent.Should().NotBeEmpty();

        _export.Change(new OtlpOptions(), new TracingOptions());
        Traces.IsOn.Should().BeFalse();
        _sink.Spans.Should().Contain(span => span.Name == "write", "what was gathered is sent at the end");
    }

    [Fact]
    public void Options_that_are_read_again_and_say_the_same_end_nothing()
    {
        OtlpOptions Read(string team) => Otlp() with { Headers = new Dictionary<string, string> { ["X-Team"] = team }, Attributes = new Dictionary<string, string> { ["env"] = "prod" } };
        _export.Change(Read("a"), new TracingOptions());

        _export.Change(Read("a"), new TracingOptions());
        _sink.Figures.Should().BeEmpty("what was gathered is sent at the end only");

        _export.Change(Read("b"), new TracingOptions());
        _sink.Figures.Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_delivery_that_fails_says_why()
    {
        _export.Change(Otlp() with { Metrics = false }, new TracingOptions { Sample = 1 });
        _receiver.Answer = HttpStatusCode.BadRequest;

        await _api.WriteAsync("m v=5 1000000000");
        await _receiver.NextAsync();
        await Until.True(() => _api.Engine.Alerts.Outbox.Counters.Any(counters => counters.Dead == 1));
        _export.Flush();

        var delivery = _sink.Spans.Single(span => span.Name == "deliver");
        (delivery.HasFailed, delivery.Attributes["tocsin.outcome"]).Should().Be((true, "Refused"));
    }

    [Fact]
    public async Task A_collector_that_takes_nothing_is_told_of()
    {
        using var log = new LogLines();
        using var export = new TelemetryExport(EngineFigures.Of(_api.Engine), "x", log, TimeProvider.System);
        _sink.Answer = HttpStatusCode.BadRequest;
        export.Change(Otlp(), new TracingOptions());

        export.Flush();

        log.Lines.Should().Contain(line => line.Contains("figures or traces do not reach the collector of otlp.endpoint", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("otlp: {endpoint: 'collector:4318'}", "'collector:4318' isn't the address of a collector")]
    [InlineData("otlp: {endpoint: 'http://c:4318', interval: 10ms}", "must be 1 s at least")]
    [InlineData("otlp: {endpoint: 'http://c:4318', headers: {X: 'a,b'}}", "'X' cannot be sent: a name must not be empty or have '=' in it, and a value must be one line without ','")]
    [InlineData("tracing: {sample: 0.1}", "traces have nowhere to go: name a collector with otlp.endpoint, or set sample to 0")]
    [InlineData("otlp: {endpoint: 'http://c:4318'}\ntracing: {sample: 2}", "from 0, which traces nothing, to 1, which traces all, not 2")]
    public void What_cannot_work_is_refused(string config, string problem) =>
        ConfigFile.Parse("c.yaml", config, static _ => null).Problems.Should().ContainSingle().Which.ToString().Should().Contain(problem);

    private OtlpOptions Otlp() => new() { Endpoint = _sink.Url, Interval = TimeSpan.FromHours(1) };
}
