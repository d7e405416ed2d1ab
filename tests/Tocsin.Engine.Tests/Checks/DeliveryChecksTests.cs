using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Checks;

/// <summary>What keeps alerts from reaching anybody is told before there is one.</summary>
public sealed class DeliveryChecksTests
{
    private const string Configuration = """
        httppost:
          - { endpoint: ops, url: 'http://ops.example/x' }
          - { endpoint: typo, url: 'http://ops.example/x', alert-template: '{{ .Mesage }}' }
        pager: { enabled: ENABLED }
        """;

    private static readonly HandlerKinds Kinds = WithPager();

    [Theory]
    [InlineData("|alert().crit(lambda: TRUE).post().endpoint('nope')", "TS3320 1:42: handler kind 'post': option 'endpoint': there is no httppost endpoint 'nope' in the configuration; known are ops, typo")]
    [InlineData("|alert().crit(lambda: TRUE).post()", "TS3320 1:42: handler kind 'post': option 'url': there is no address: give url, or the endpoint")]
    [InlineData("|alert().crit(lambda: TRUE).post('htp://x')", "TS3320 1:42: handler kind 'post': option 'url': 'htp://x' is not an address that begins with http:// or https://")]
    [InlineData("|alert().crit(lambda: TRUE).post('http://u:secret@h:99999/')", "TS3320 1:42: handler kind 'post': option 'url': 'http://***@h:99999/' is not an address")]
    [InlineData("|alert().crit(lambda: TRUE).post('x/y')", "TS3320 1:42: handler kind 'post': option 'url': 'x/y' is not an address")]
    [InlineData("|alert().crit(lambda: TRUE).post('http://x').alertTemplate('{{ .Mesage }}')", "TS3320 1:42: handler kind 'post': option 'alert-template': template: alert-template:1")]
    [InlineData("|alert().crit(lambda: TRUE).post().endpoint('typo')", "TS3320 1:42: handler kind 'post': option 'endpoint': the body of httppost endpoint 'typo': template: alert-template:1")]
    [InlineData("|alert().crit(lambda: TRUE).tcp('nohost')", "TS3320 1:42: handler kind 'tcp': option 'address': 'nohost' has no port: write host:port")]
    [InlineData("|alert().crit(lambda: TRUE).exec('/nowhere/page.sh')", "TS3320 1:42: handler kind 'exec': option 'prog': there is no file /nowhere/page.sh on this machine")]
    [InlineData("|alert().crit(lambda: TRUE).exec('no-such-program-here', 'x')", "TS3320 1:42: handler kind 'exec': option 'prog': there is no program 'no-such-program-here' on this machine, in none of the folders of PATH")]
    [InlineData("|alert().crit(lambda: TRUE).log('/nowhere/alerts.log')", "TS3320 1:42: handler kind 'log': option 'path': there is no folder /nowhere on this machine: make it")]
    [InlineData("|alert().crit(lambda: TRUE).log('/tmp')", "TS3320 1:42: handler kind 'log': option 'path': /tmp is a folder: name a file in it")]
    [InlineData("|alert().crit(lambda: TRUE).pager('x')", "TS3320 1:42: handler kind 'pager': service is not enabled: set 'enabled: true' in the section 'pager'")]
    [InlineData("|alert().crit(lambda: TRUE).pager('#{{ .ID }}').plain('{{ .ID }}')", "TS3320 1:42: handler kind 'pager': option 'plain' takes no template")]
    [InlineData("|alert().crit(lambda: TRUE).topic('silent')", "TS3321 1:42: alert: no handler listens to the topic 'silent': its alerts reach nobody")]
    [InlineData("|alert().crit(lambda: TRUE)", "TS3322 1:15: alert: it has neither a handler nor a topic: its alerts reach nobody")]
    [InlineData("|httpPost().endpoint('nope')", "TS3323 1:26: httpPost: there is no endpoint 'nope' in httppost of the configuration; known are ops, typo")]
    [InlineData("|sideload().source('nope').order('a').field('x', 1.0)", "TS3323 1:26: sideload: there is no endpoint 'nope' in httppost of the configuration; known are ops, typo")]
    public void What_cannot_be_delivered_is_told_with_its_place(string chain, string finding) =>
        FindIn(chain, isEnabled: chain.Contains("plain", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().StartWith(finding);

    [Theory]
    [InlineData("|alert().crit(lambda: TRUE).post().endpoint('ops')")]
    [InlineData("|alert().crit(lambda: TRUE).post('http://x/{{ .ID }}')")]
    [InlineData("|alert().crit(lambda: TRUE).post('{{ .ID }}/x').alertTemplate('{{ .Message }}')")]
    [InlineData("|alert().crit(lambda: TRUE).tcp('[::1]:80').tcp(':80').tcp('{{ .Name }}')")]
    [InlineData("|alert().crit(lambda: TRUE).pager('#{{ .ID }}')")]
    [InlineData("|alert().crit(lambda: TRUE).exec('/bin/sh', '-c', 'true').exec('sh').log('/tmp/not-there-yet.log')")]
    [InlineData("|alert().crit(lambda: TRUE).topic('heard')")]
    [InlineData("|alert().crit(lambda: TRUE).topic('silent').post('http://x/')")]
    [InlineData("|alert().crit(lambda: TRUE)|httpOut('x')")]
    [InlineData("|httpPost().endpoint('ops')")]
    [InlineData("|sideload().source('ops').order('a').field('x', 1.0)")]
    [InlineData("|sideload().source('file:///tmp').order('a').field('x', 1.0)")]
    public void What_can_be_delivered_is_not_spoken_of(string chain) => FindIn(chain, isEnabled: true).Should().BeEmpty();

    [Theory]
    [InlineData("stream|from()|influxDBOut().database('d').cluster('mian')", "main", "Error TS3651 influxdb_out2: there is no InfluxDB of the name 'mian': the section influxdb of the configuration has 'main'; did you mean 'main'?")]
    [InlineData("stream|from()|influxDBOut().database('d')", "", "Error TS3651 influxdb_out2: no InfluxDB is configured: add a section influxdb with its urls to the configuration")]
    [InlineData("batch|query('SELECT v FROM \"db\".\"rp\".\"m\"').every(1m).period(1m).cluster('mian')", "main", "Warning TS3606 query1: there is no InfluxDB of the name 'mian': the section influxdb of the configuration has 'main'; did you mean 'main'?")]
    [InlineData("batch|queryFlux('buckets()').every(1m).period(1m)", "", "Warning TS3606 queryFlux1: no InfluxDB is configured: add a section influxdb with its urls to the configuration")]
    [InlineData("batch|query('SELECT v FROM \"dbx\".\"rp\".\"m\"').every(1m).period(1m)", "main", "Error TS3540 query1: the query reads \"dbx\".\"rp\", which is not one of the task's databases and retention policies (\"db\".\"rp\"): add it to them, or query one of them")]
    [InlineData("stream|from().database('other')|log()", "main", "Warning TS3682 from1: it takes points of the database 'other', and the task reads \"db\".\"rp\" only: none ever comes")]
    [InlineData("stream|from().database('db').retentionPolicy('week')|log()", "main", "Warning TS3682 from1: it takes points of the database 'db' and the retention policy 'week', and the task reads \"db\".\"rp\" only: none ever comes")]
    [InlineData("stream|from().database('db').retentionPolicy('rp')|log()", "main", null)]
    [InlineData("batch|query('SELECT v FROM \"db\".\"rp\".\"m\"').every(1m).period(1m).cluster('main')", "main", null)]
    [InlineData("stream|from()|influxDBOut().database('d')", "main", null)]
    public void An_InfluxDB_or_a_database_that_a_node_cannot_have_is_reported(string script, string known, string? finding)
    {
        InfluxOptions[] configured = known.Length > 0 ? [new InfluxOptions { Name = known }] : [];
        var graph = ScriptBinder.Bind(SyntaxTree.Parse(new SourceText(script)), new Extensions { Kinds = Kinds }.Vocabulary.Nodes).Graph!; // It binds.
        var around = new Surroundings { Kinds = Kinds, Environment = static _ => null, WhyNoInflux = name => InfluxClusters.WhyNot(name, configured) };

        ScriptChecks.Of(graph, around, dbrps: [new Dbrp("db", "rp")]).Select(found => $"{found.Severity} {found.Code} {found.Message}").SingleOrDefault().Should().Be(finding);
        ScriptChecks.Of(graph, new Surroundings { Kinds = Kinds, Environment = static _ => null }).Should().BeEmpty("neither the configuration nor what the task reads is known");
    }

    [Fact]
    public void A_handler_of_the_topic_of_the_node_is_one_too()
    {
        var graph = Bind("|alert().crit(lambda: TRUE)").Graph!;

        ScriptChecks.Of(graph, Around(isEnabled: true) with { HasListener = topic => topic == "main:t:alert2" }, "t").Should().BeEmpty();
    }

    [Fact]
    public void A_file_that_may_not_be_executed_is_no_program()
    {
        using var folder = new TempFolder();
        var file = folder.Write("page.sh", "#!/bin/sh\n");

        FindIn($"|alert().crit(lambda: TRUE).exec('{file}')", isEnabled: true).Should().ContainSingle()
            .Which.Should().StartWith($"TS3320 1:42: handler kind 'exec': option 'prog': {file} is not a program: it may not be executed (chmod +x)");
    }

    [Fact]
    public void Of_another_machine_nothing_is_said_but_by_that_machine()
    {
        var graph = Bind("|alert().crit(lambda: TRUE).exec('/nowhere/page.sh').log('/nowhere/alerts.log')").Graph!; // It binds.

        ScriptChecks.Of(graph, Around(isEnabled: true)).Should().HaveCount(2);
        ScriptChecks.Of(graph, Around(isEnabled: true) with { IsElsewhere = true }).Should().BeEmpty();
    }

    [Fact]
    public void Without_a_configuration_nothing_is_said_of_services() =>
        ScriptChecks.Of(Bind("|alert().crit(lambda: TRUE).pager('x').post().endpoint('nope')").Graph!, new Surroundings { Kinds = Kinds, Environment = static _ => null }).Should().BeEmpty();

    [Theory]
    [InlineData("|alert().pager()", "TS1060")]
    [InlineData("|alert().hipChat().room('x')", "TS3311 1:23: the handler hipChat is not there: its plugin Tocsin.Plugins.HipChat is not loaded")]
    [InlineData("|alert().kafka().topic('x')", "TS3311 1:23: the handler kafka is not there: its plugin Tocsin.Plugins.Kafka is not loaded")]
    [InlineData("|alert().slack().channel('x')", "TS3311 1:23: the handler slack is not there: its plugin Tocsin.Plugins.Slack is not loaded")]
    [InlineData("|alert().slck()", "TS1051 1:23: no node or property \"slck\" on alert")]
    [InlineData("|httpPost('host/x')", "TS2001 1:15: httpPost: 'host/x' is not a URL that begins with http:// or https://")]
    [InlineData("|httpOut('x')|httpOut('/x')", "TS2001 1:28: httpOut: another httpOut of the script has the name 'x'")]
    public void What_no_configuration_can_help_refuses_the_script(string chain, string finding)
    {
        var source = new SourceText("stream|from()" + chain);

        var error = Bind(chain).Diagnostics.Should().ContainSingle().Subject;

        error.Severity.Should().Be(Severity.Error);
        $"{error.Code} {source.PositionOf(error.Span.Start).Line}:{source.PositionOf(error.Span.Start).Column}: {error.Message}".Should().StartWith(finding);
    }

    [Fact]
    public void A_handler_that_publishes_to_nobody_is_told()
    {
        var spec = new HandlerSpec { Topic = "a", Id = "h", Kind = "publish", OptionsJson = """{"topics":["heard","silent"]}""" };

        HandlerChecks.Of(spec, FilledOptions.AsWritten(ConfigJson.Parse(spec.OptionsJson)), Around(isEnabled: true)).Should().ContainSingle()
            .Which.Message.Should().Be("handler 'h' publishes to the topic 'silent', and no handler listens there");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"topics":[]}""")]
    public void A_handler_that_publishes_to_no_topic_is_told(string options)
    {
        var spec = new HandlerSpec { Topic = "a", Id = "h", Kind = "publish", OptionsJson = options };

        HandlerChecks.Of(spec, FilledOptions.AsWritten(ConfigJson.Parse(options)), new Surroundings { Kinds = Kinds, Environment = static _ => null }).Should().ContainSingle()
            .Which.Message.Should().Be("handler kind 'publish': option 'topics': the handler publishes to no topic: name one or more here");
    }

    [Fact]
    public void A_text_of_a_handler_that_names_what_no_event_has_is_told()
    {
        var spec = new HandlerSpec { Topic = "a", Id = "h", Kind = "pager", OptionsJson = """{"to":"#{{ .Foo }}"}""" };

        HandlerChecks.Of(spec, FilledOptions.AsWritten(ConfigJson.Parse(spec.OptionsJson)), Around(isEnabled: true)).Should().ContainSingle()
            .Which.Message.Should().StartWith("handler kind 'pager': option 'to': template: to:1").And.Contain("nothing is called .Foo here");
    }

    private static IReadOnlyList<string> FindIn(string chain, bool isEnabled)
    {
        var source = new SourceText("stream|from()" + chain);
        return
        [
            .. ScriptChecks.Of(Bind(chain).Graph!, Around(isEnabled)).Select(found =>
                $"{found.Code} {source.PositionOf(found.Span.Start).Line}:{source.PositionOf(found.Span.Start).Column}: {found.Message}"),
        ];
    }

    private static BoundScript Bind(string chain) =>
        ScriptBinder.Bind(SyntaxTree.Parse(new SourceText("stream|from()" + chain)), new Extensions { Kinds = Kinds }.Vocabulary.Nodes);

    private static Surroundings Around(bool isEnabled) => new()
    {
        Kinds = Kinds,
        Environment = static _ => null,
        Services = ConfigFile.Parse("tocsin.yaml", Configuration.Replace("ENABLED", isEnabled ? "true" : "false", StringComparison.Ordinal), _ => null).Sections,
        HasListener = topic => topic == "heard",
    };

    private static HandlerKinds WithPager() =>
        HandlerKinds.BuiltIn.TryAdd(HandlerKind.FromType(typeof(Pager), "test"), out var kinds, out var error) ? kinds : throw new InvalidOperationException(error);

    [ServiceSettings("pager")]
    internal sealed record PagerSettings
    {
        public bool Enabled { get; init; }
    }

    [HandlerOptions]
    internal sealed record PagerOptions
    {
        [ScriptProperty("to", IsArgument = true)]
        public required EventTemplate To { get; init; }

        public string Plain { get; init; } = "";
    }

    [AlertHandler("pager")]
    internal sealed class Pager(PagerOptions options, PagerSettings settings) : IAlertHandler
    {
        public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) =>
            ValueTask.FromResult(settings.Enabled ? Delivery.Done : Delivery.Refused(options.Plain));
    }
}
