using Tocsin.Plugins.Discord;
using Tocsin.Plugins.OpsGenie;
using Tocsin.Plugins.PagerDuty;
using Tocsin.Plugins.Slack;
using Tocsin.Plugins.Teams;
using Tocsin.Plugins.Telegram;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Plugins.VictorOps;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests;

/// <summary>Options that name whom a handler tells, as they are written in files and scripts.</summary>
public sealed class DestinationTests : IDisposable
{
    private readonly KindRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(typeof(SlackHandler), "slack: {enabled: true, url: 'URLhook/x1'}", """{"channel":"#{{ index .Tags \"team\" }}"}""", "\"channel\":\"#payments\"")]
    [InlineData(typeof(SlackHandler), "slack: {enabled: true, url: 'URLhook/x1', channel: '#{{ .Tags.team }}'}", "{}", "\"channel\":\"#payments\"")]
    [InlineData(typeof(DiscordHandler), "discord: {enabled: true, url: 'URLhook/x1'}", """{"username":"{{ .Level }} of {{ .ID }}"}""", "\"username\":\"CRITICAL of cpu/a\"")]
    [InlineData(typeof(TelegramHandler), "telegram: {enabled: true, token: t, url: 'URLbot'}", """{"chat-id":"@{{ index .Tags \"team\" }}"}""", "\"chat_id\":\"@payments\"")]
    [InlineData(typeof(TeamsHandler), "teams: {enabled: true}", """{"channel-url":"URLhook/{{ index .Tags \"team\" }}"}""", "/hook/payments")]
    [InlineData(typeof(OpsGenieHandler), "opsgenie2: {enabled: true, api-key: k, url: 'URLv2'}", """{"teams-list":["{{ index .Tags \"team\" }}"]}""", "\"name\":\"payments\"")]
    [InlineData(typeof(PagerDutyHandler), "pagerduty: {enabled: true, url: 'URLv1'}", """{"service-key":"{{ index .Fields \"key\" }}"}""", "\"service_key\":\"K17\"")]
    [InlineData(typeof(PagerDuty2Handler), "pagerduty2: {enabled: true, url: 'URLv2'}", """{"routing-key":"{{ index .Fields \"key\" }}"}""", "\"routing_key\":\"K17\"")]
    [InlineData(typeof(VictorOpsHandler), "victorops: {enabled: true, api-key: k, url: 'URLvo'}", """{"routing-key":"{{ index .Tags \"team\" }}"}""", "/vo/k/payments")]
    public async Task Destination_is_a_template_over_the_event(Type handler, string configuration, string options, string sent)
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await Made(handler, configuration, options, stand).HandleAsync(Alert, default);

        stand.Targets.Concat(stand.Bodies).Should().Contain(text => text.Contains(sent));
        _rig.Log.Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"channel":"#{{ index .Tags \"nosuch\" }}"}""", "'#{{ index .Tags \"nosuch\" }}' names nothing")]
    [InlineData("""{"channel":"#{{ index .Fields \"nosuch\" }}"}""", "names nothing")]
    [InlineData("""{"channel":"{{ index .Tags 1 }}"}""", "value has type int; should be string")]
    public async Task What_cannot_be_filled_in_goes_to_the_channel_of_the_configuration_and_is_told(string options, string told)
    {
        await using var stand = await Stand.AnsweringAsync(200);

        var delivery = await Made(typeof(SlackHandler), "slack: {enabled: true, url: 'URLhook/x1', channel: '#all'}", options, stand).HandleAsync(Alert, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Bodies.Single().Should().Contain("\"channel\":\"#all\"");
        _rig.Log.Should().ContainSingle().Which.Should().Contain("option 'channel' of the alert 'cpu/a'").And.Contain(told).And.EndWith("; the one of the configuration takes its place");
    }

    [Fact]
    public async Task Without_any_other_destination_the_reason_is_that_of_the_refusal()
    {
        await using var stand = await Stand.AnsweringAsync(200);
        var handler = Made(typeof(PagerDuty2Handler), "pagerduty2: {enabled: true, url: 'URLv2'}", """{"routing-key":"{{ index .Tags \"nosuch\" }}"}""", stand);

        var delivery = await handler.HandleAsync(Alert, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().StartWith("PagerDuty: option 'routing-key' of the alert 'cpu/a': ");
        stand.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData(typeof(SlackHandler), """{"channel":"#{{ index .Tags team }}"}""", "option 'channel': template: channel:1")]
    [InlineData(typeof(OpsGenieHandler), """{"teams-list":["a","{{ if }}"]}""", "option 'teams-list[1]': template: teams-list:1")]
    public void Template_that_cannot_work_is_refused_where_it_is_defined(Type handler, string options, string error)
    {
        _rig.TryCreate(handler, "slack: {}", options, out _, out var said).Should().BeFalse();

        said.Should().Contain(error);
    }

    private static AlertEvent Alert => Events.Critical() with
    {
        Tags = new Dictionary<string, string> { ["team"] = "payments" },
        Fields = new Dictionary<string, object?> { ["key"] = "K17" },
    };

    private IAlertHandler Made(Type handler, string configuration, string options, Stand stand) =>
        _rig.Create(handler, configuration.Replace("URL", stand.Url.AbsoluteUri, StringComparison.Ordinal), options.Replace("URL", stand.Url.AbsoluteUri, StringComparison.Ordinal));
}
