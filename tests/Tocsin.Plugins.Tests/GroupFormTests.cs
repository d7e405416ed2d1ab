using System.Text;
using System.Text.Json;
using Tocsin.Alerting.Handlers;
using Tocsin.Plugins.Alertmanager;
using Tocsin.Plugins.Discord;
using Tocsin.Plugins.PagerDuty;
using Tocsin.Plugins.Slack;
using Tocsin.Plugins.Smtp;
using Tocsin.Plugins.Teams;
using Tocsin.Plugins.Tests.Smtp;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Plugins.VictorOps;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests;

/// <summary>Several alerts in the form that a service has for them, made as the server makes handlers: each named with its level, bounded, as one request.</summary>
public sealed class GroupFormTests : IDisposable
{
    private static readonly Dictionary<Type, (string Configuration, string Options)> Services = new()
    {
        [typeof(SlackHandler)] = ("slack: [{enabled: true, default: true, workspace: w, url: 'URL', channel: '#a'}]", "{}"),
        [typeof(DiscordHandler)] = ("discord: [{enabled: true, default: true, workspace: w, url: 'URL'}]", "{}"),
        [typeof(TeamsHandler)] = ("teams: {enabled: true, channel-url: 'URL'}", "{}"),
        [typeof(AlertmanagerHandler)] = ("alertmanager: {enabled: true, url: 'URL'}", "{}"),
        [typeof(PagerDuty2Handler)] = ("pagerduty2: {enabled: true, routing-key: k, url: 'URL'}", "{}"),
        [typeof(VictorOpsHandler)] = ("victorops: {enabled: true, api-key: k, routing-key: r, url: 'URL'}", "{}"),
    };

    private readonly KindRig _rig = new();

    public static TheoryData<Type> Handlers => [.. Services.Keys];

    [Theory]
    [MemberData(nameof(Handlers))]
    public async Task A_group_is_one_request_that_names_each_alert(Type handler)
    {
        var body = await Sent(handler, Group(Alert("web-1"), Alert("web-2", AlertLevel.Warning), Alert("web-3", AlertLevel.Ok)));

        body.Should().Contain("web-1 is CRITICAL").And.Contain("web-2 is WARNING").And.Contain("web-3 is OK");
    }

    [Theory]
    [MemberData(nameof(Handlers))]
    public async Task A_group_of_very_many_is_one_request_that_the_service_takes(Type handler)
    {
        var many = Enumerable.Range(0, 3000).Select(i => Alert($"web-{i}") with { Message = $"web-{i} is CRITICAL {new string('<', 300)}" }).ToArray();

        var body = await Sent(handler, Group(many));

        var longest = handler == typeof(DiscordHandler) ? 40_000 : handler == typeof(TeamsHandler) ? 28_672 : handler == typeof(AlertmanagerHandler) ? int.MaxValue : 512_000;
        Encoding.UTF8.GetByteCount(body).Should().BeLessThan(longest);
        if (handler == typeof(AlertmanagerHandler))
            JsonDocument.Parse(body).RootElement.GetArrayLength().Should().Be(3000);
    }

    [Fact]
    public async Task Slack_has_an_attachment_for_each_alert_below_a_line_about_all()
    {
        var json = JsonDocument.Parse(await Sent(typeof(SlackHandler), Group(Alert("web-1"), Alert("web-3", AlertLevel.Ok)))).RootElement;

        json.GetProperty("text").GetString().Should().Be("CRITICAL: 2 alerts cluster=eu, 7 open");
        json.GetProperty("attachments").EnumerateArray().Select(one => $"{one.GetProperty("color").GetString()} {one.GetProperty("text").GetString()}")
            .Should().Equal("danger web-1 is CRITICAL", "good web-3 is OK");
    }

    [Fact]
    public async Task Discord_has_an_embed_for_each_alert_and_says_how_many_are_not_shown()
    {
        var json = JsonDocument.Parse(await Sent(typeof(DiscordHandler), Group([.. Enumerable.Range(0, 30).Select(i => Alert($"web-{i}"))]))).RootElement;

        var embeds = json.GetProperty("embeds");
        embeds.GetArrayLength().Should().Be(10);
        embeds[0].GetProperty("description").GetString().Should().Be("cluster=eu\n7 open; 21 more are not shown");
    }

    [Fact]
    public async Task PagerDuty_has_one_incident_for_a_group_which_its_end_resolves()
    {
        var opened = JsonDocument.Parse(await Sent(typeof(PagerDuty2Handler), Group(Alert("web-1"), Alert("web-2")))).RootElement;
        var ended = JsonDocument.Parse(await Sent(typeof(PagerDuty2Handler), new AlertGroup(Group(Alert("web-1", AlertLevel.Ok)).Event with { Level = AlertLevel.Ok }))).RootElement;

        opened.GetProperty("payload").GetProperty("custom_details").GetProperty("alerts").EnumerateArray().Select(one => one.GetString())
            .Should().Equal("CRITICAL web-1: web-1 is CRITICAL", "CRITICAL web-2: web-2 is CRITICAL");
        ended.GetProperty("event_action").GetString().Should().Be("resolve");
        ended.GetProperty("dedup_key").GetString().Should().Be(opened.GetProperty("dedup_key").GetString());
    }

    [Fact]
    public async Task Alertmanager_gets_each_alert_by_itself_those_that_are_over_ended()
    {
        var json = JsonDocument.Parse(await Sent(typeof(AlertmanagerHandler), Group(Alert("web-1"), Alert("web-3", AlertLevel.Ok)))).RootElement;

        json.EnumerateArray().Select(alert => alert.GetProperty("annotations").GetProperty("summary").GetString()).Should().Equal("web-1 is CRITICAL", "web-3 is OK");
    }

    [Fact]
    public async Task A_mail_of_a_group_is_a_table_whose_texts_are_not_taken_for_marks()
    {
        await using var stand = new MailStand();
        var handler = _rig.Create(typeof(SmtpHandler), $"smtp: {{enabled: true, host: 127.0.0.1, port: {stand.Port}, from: t@example.com}}", """{"to":["x@example.com"]}""");

        var delivery = await handler.DeliverAsync(Group(Alert("web-1") with { Message = "<b>down</b>", Details = "<i>look</i>" }, Alert("web-2")).Event, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        var mail = stand.Mails.Single().Replace("=\r\n", "", StringComparison.Ordinal);
        mail.Should().Contain("Subject: 2 alerts").And.Contain("<td>&lt;b&gt;down&lt;/b&gt;</td>").And.Contain("<td>web-2</td>").And.Contain("<i>look</i>").And.Contain("cluster=3Deu 7 open");
    }

    public void Dispose() => _rig.Dispose();

    private static AlertEvent Alert(string id, AlertLevel level = AlertLevel.Critical) => Events.Critical() with
    {
        Id = id,
        Level = level,
        PreviousLevel = level == AlertLevel.Ok ? AlertLevel.Critical : AlertLevel.Ok,
        Message = $"{id} is {level.Text()}",
        Details = "",
    };

    private static AlertGroup Group(params AlertEvent[] members) => new(Events.Critical() with
    {
        Id = "system/h{cluster=eu}",
        Message = $"{members.Length} alerts",
        Details = string.Join("<br>\n", members.Take(200).Select(member => System.Net.WebUtility.HtmlEncode(member.Message))),
        Tags = new Dictionary<string, string> { ["cluster"] = "eu" },
        Fields = new Dictionary<string, object?> { [AlertGroup.OpenField] = 7L },
        Members = members,
    });

    private async Task<string> Sent(Type kind, AlertGroup group)
    {
        await using var stand = await Stand.AnsweringAsync(kind == typeof(DiscordHandler) ? 204 : kind == typeof(PagerDuty2Handler) ? 202 : 200);
        var (configuration, options) = Services[kind];
        var handler = _rig.Create(kind, configuration.Replace("URL", stand.Url.AbsoluteUri, StringComparison.Ordinal), options);

        var delivery = await handler.DeliverAsync(group.Event, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done, "{0}", delivery.Reason);
        return stand.Bodies.Should().ContainSingle().Which;
    }
}
