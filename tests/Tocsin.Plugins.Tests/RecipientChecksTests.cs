using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Processing;
using Tocsin.Plugins.BigPanda;
using Tocsin.Plugins.HipChat;
using Tocsin.Plugins.Kafka;
using Tocsin.Plugins.PagerDuty;
using Tocsin.Plugins.Pushover;
using Tocsin.Plugins.ServiceNow;
using Tocsin.Plugins.Slack;
using Tocsin.Plugins.Smtp;
using Tocsin.Plugins.Teams;
using Tocsin.Plugins.Telegram;
using Tocsin.Plugins.VictorOps.Incidents;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests;

/// <summary>Handlers that tell nobody, with the settings in force, are told of where they are defined.</summary>
public sealed class RecipientChecksTests
{
    private const string Mail = "smtp: {enabled: true, from: tocsin@x.test}";
    private const string MailWithDefault = "smtp: {enabled: true, from: tocsin@x.test, to: [ops@x.test]}";
    private const string Incidents = "victorops-incident: {enabled: true, api-id: i, api-key: k, user-name: u}";

    private static readonly HandlerKinds Kinds = new[]
    {
        typeof(BigPandaHandler), typeof(HipChatHandler), typeof(KafkaHandler), typeof(PushoverHandler), typeof(ServiceNowHandler),
        typeof(SmtpHandler), typeof(SlackHandler), typeof(TeamsHandler), typeof(TelegramHandler), typeof(PagerDutyHandler), typeof(PagerDuty2Handler), typeof(IncidentHandler),
    }.Aggregate(HandlerKinds.BuiltIn, (kinds, type) =>
        kinds.TryAdd(HandlerKind.FromType(type, "test"), out var more, out var error) ? more : throw new InvalidOperationException(error));

    [Theory]
    [InlineData("smtp", Mail, "{}", "option 'to': there is no recipient: name one in the handler, or for all handlers as 'to' in the section 'smtp' of the server's configuration")]
    [InlineData("smtp", "smtp: {enabled: true, from: tocsin@x.test, to: [ops]}", "{}", "option 'to': there is no recipient: name one in the handler, or for all handlers as 'to' in the section 'smtp' of the server's configuration, where 'ops' isn't an address")]
    [InlineData("smtp", Mail, """{"to":["nobody"]}""", "option 'to': 'nobody' isn't an address and gets no mail, and nobody else is named: write one such as ops@example.com")]
    [InlineData("smtp", MailWithDefault, """{"to":["nobody"]}""", "option 'to': 'nobody' isn't an address and gets no mail: write one such as ops@example.com")]
    [InlineData("smtp", Mail, """{"to":["a@x.test"],"to-templates":["b"]}""", "option 'to-templates': 'b' isn't an address and gets no mail: write one such as ops@example.com")]
    [InlineData("smtp", "", "{}", "service is not enabled: set 'enabled: true' in the section 'smtp' of the server's configuration")]
    [InlineData("slack", "slack: {enabled: true, token: t}", "{}", "option 'channel': an app needs a channel to post to: name it in the handler or in the section 'slack' of the server's configuration")]
    [InlineData("teams", "teams: {enabled: true}", "{}", "option 'channel-url': there is no channel to post to: give its address in the handler or in the section 'teams' of the server's configuration")]
    [InlineData("telegram", "telegram: {enabled: true, token: t}", "{}", "option 'chat-id': there is no chat to send to: name it in the handler or in the section 'telegram' of the server's configuration")]
    [InlineData("pagerduty", "pagerduty: {enabled: true}", "{}", "option 'service-key': there is no service key: give it in the handler or in the section 'pagerduty' of the server's configuration")]
    [InlineData("pagerduty2", "pagerduty2: {enabled: true}", "{}", "option 'routing-key': there is no routing key: give it in the handler or in the section 'pagerduty2' of the server's configuration")]
    [InlineData("bigpanda", "bigpanda: {enabled: true, token: t}", "{}", "option 'app-key': there is no app key: give it in the handler or in the section 'bigpanda' of the server's configuration")]
    [InlineData("hipchat", "hipchat: {enabled: true, url: 'http://x.test', token: t}", "{}", "option 'room': there is no room to notify: name it in the handler or in the section 'hipchat' of the server's configuration")]
    [InlineData("kafka", "kafka: {enabled: true, brokers: ['k:9092']}", "{}", "option 'topic': there is no topic to write to: name one")]
    [InlineData("pushover", "pushover: {enabled: true, token: t}", "{}", "option 'user-key': there is nobody to notify: give a user key in the handler or in the section 'pushover' of the server's configuration")]
    [InlineData("servicenow", "servicenow: {}", "{}", "service is not enabled: set 'enabled: true' in the section 'servicenow' of the server's configuration")]
    [InlineData("victorops-incident", Incidents, "{}", "option 'policies': there is nobody to page: name 'policies', 'teams' or 'users' in the handler or in the section 'victorops-incident' of the server's configuration")]
    public void Handler_that_tells_nobody_is_told_with_the_way_out(string kind, string configuration, string options, string problem)
    {
        var found = Find(kind, configuration, options).Should().ContainSingle().Subject;

        found.IsWarning.Should().BeTrue();
        found.Message.Should().Be($"handler kind '{kind}': {problem}");
    }

    [Theory]
    [InlineData("smtp", MailWithDefault, "{}")]
    [InlineData("smtp", Mail, """{"to":["Ops <ops@x.test>"]}""")]
    [InlineData("smtp", Mail, """{"to":["{{ index .Tags \"owner\" }}"]}""")]
    [InlineData("smtp", "smtp: [{name: a, enabled: true, from: t@x.test}, {name: b, enabled: true, from: t@x.test, to: [ops@x.test]}]", """{"account":"b"}""")]
    [InlineData("slack", "slack: {enabled: true, token: t, channel: ops}", "{}")]
    [InlineData("bigpanda", "bigpanda: {enabled: true, token: t}", """{"app-key":"k"}""")]
    [InlineData("hipchat", "hipchat: {enabled: true, url: 'http://x.test', token: t}", """{"room":"{{ .Name }}"}""")]
    [InlineData("kafka", "kafka: {enabled: true, brokers: ['k:9092']}", """{"topic":"t"}""")]
    [InlineData("pushover", "pushover: {enabled: true, token: t, user-key: u}", "{}")]
    [InlineData("slack", "slack: {enabled: true, token: t}", """{"channel":"ops"}""")]
    [InlineData("slack", "slack: {enabled: true, url: 'http://x.test/hook'}", "{}")]
    [InlineData("teams", "teams: {enabled: true, channel-url: 'http://x.test/hook'}", "{}")]
    [InlineData("telegram", "telegram: {enabled: true, token: t}", """{"chat-id":"{{ .Name }}"}""")]
    [InlineData("pagerduty", "pagerduty: {enabled: true, service-key: k}", "{}")]
    [InlineData("pagerduty2", "pagerduty2: {enabled: true}", """{"routing-key":"k"}""")]
    [InlineData("victorops-incident", Incidents, """{"on-call":["ops"]}""")]
    [InlineData("victorops-incident", Incidents, """{"on-problem":"acknowledge"}""")]
    public void Handler_that_tells_somebody_is_not_spoken_of(string kind, string configuration, string options) =>
        Find(kind, configuration, options).Should().BeEmpty();

    [Fact]
    public void All_that_is_wrong_with_a_handler_is_told_at_once_and_at_its_line()
    {
        var entry = HandlerFile.Parse("topic: t\nid: h\nkind: slack\noptions:\n  chanel: '#a'\n  workspace: nowhere\n", "h.yaml").Entries.Should().ContainSingle().Subject;
        var services = ConfigFile.Parse("f", "slack: [{workspace: ops, enabled: true, url: 'http://x.test/'}]", _ => null).Sections;

        entry.Check(new Surroundings { Kinds = Kinds, Environment = static _ => null, Services = services }).Select(problem => problem.ToString()).Should().SatisfyRespectively(
            option => option.Should().StartWith("h.yaml:5:3: handler kind 'slack': has no option 'chanel'; did you mean 'channel'?"),
            account => account.Should().StartWith("h.yaml:6:14: section 'slack' has no workspace 'nowhere'"));
    }

    [Fact]
    public void What_is_wrong_with_options_hides_no_account_that_is_not_there()
    {
        using var http = new HttpClient();
        var services = new HandlerServices { Http = http, Sections = ConfigFile.Parse("f", "slack: [{workspace: ops, enabled: true, url: 'http://x.test/'}]", _ => null).Sections };

        Kinds.TryCreate("slack", ConfigJson.Parse("""{"chanel":"a","workspace":"nowhere"}"""), services, new HandlerContext(), out _, out var refusal).Should().BeFalse();

        refusal!.Problems.Select(problem => problem.Option).Should().Equal("chanel", "workspace"); // It was refused.
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"to":["ops@x.test"]}""")]
    public void Nothing_is_said_of_a_configuration_that_is_not_known(string options) =>
        Find("smtp", new Surroundings { Kinds = Kinds, Environment = static _ => null }, options).Should().BeEmpty();

    [Fact]
    public void What_is_no_address_is_told_without_a_configuration_too() =>
        Find("smtp", new Surroundings { Kinds = Kinds, Environment = static _ => null }, """{"to":["nobody"]}""").Should().ContainSingle()
            .Which.Message.Should().Contain("'nobody' isn't an address");

    [Theory]
    [InlineData("stream|from()|alert().crit(lambda: TRUE).email('nobody')", "'nobody' isn't an address and gets no mail, and nobody else is named")]
    [InlineData("stream|from()|alert().crit(lambda: TRUE).email()", "there is no recipient: name one in the handler")]
    public void Scripts_are_told_with_the_place(string script, string problem)
    {
        var source = new SourceText(script);
        var graph = ScriptBinder.Bind(SyntaxTree.Parse(source), new Extensions { Kinds = Kinds }.Vocabulary.Nodes).Graph!;

        var found = ScriptChecks.Of(graph, Around(Mail)).Should().ContainSingle().Subject;

        found.Code.Should().Be("TS3320");
        source.PositionOf(found.Span.Start).Column.Should().Be(script.IndexOf("email", StringComparison.Ordinal) + 1);
        found.Message.Should().Contain(problem);
    }

    private static IReadOnlyList<ConfigProblem> Find(string kind, string configuration, string options) => Find(kind, Around(configuration), options);

    private static IReadOnlyList<ConfigProblem> Find(string kind, Surroundings surroundings, string options) =>
        HandlerChecks.Of(new HandlerSpec { Topic = "t", Id = "h", Kind = kind, OptionsJson = options }, FilledOptions.AsWritten(ConfigJson.Parse(options)), surroundings);

    private static Surroundings Around(string configuration)
    {
        var config = ConfigFile.Parse("tocsin.yaml", configuration, _ => null);
        config.Problems.Should().BeEmpty();
        return new Surroundings { Kinds = Kinds, Environment = static _ => null, Services = config.Sections };
    }
}
