using System.Text.Json;
using Tocsin.Plugins.Alerta;
using Tocsin.Plugins.Alertmanager;
using Tocsin.Plugins.BigPanda;
using Tocsin.Plugins.Discord;
using Tocsin.Plugins.HipChat;
using Tocsin.Plugins.OpsGenie;
using Tocsin.Plugins.PagerDuty;
using Tocsin.Plugins.Rootly;
using Tocsin.Plugins.ServiceNow;
using Tocsin.Plugins.Slack;
using Tocsin.Plugins.Talk;
using Tocsin.Plugins.Teams;
using Tocsin.Plugins.Telegram;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Plugins.VictorOps;
using Tocsin.Plugins.Zenoss;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests;

/// <summary>Details that the author of an alert wrote reach every service that has a place for them.</summary>
public sealed class DetailsTests : IDisposable
{
    private const string Html = "<p>look at <a href=\"https://wiki.test/a\">the page</a></p>";
    private const string Plain = "look at the page (https://wiki.test/a)";

    private readonly KindRig _rig = new();

    public static TheoryData<Type, string, string, string> Services => new()
    {
        { typeof(PagerDuty2Handler), "pagerduty2: {enabled: true, routing-key: k, url: 'URLv2'}", "payload.custom_details.details", Html },
        { typeof(PagerDutyHandler), "pagerduty: {enabled: true, service-key: k, url: 'URLv1'}", "details", Html },
        { typeof(VictorOpsHandler), "victorops: {enabled: true, api-key: k, url: 'URLvo'}", "state_message", $"m\n\n{Plain}" },
        { typeof(OpsGenieHandler), "opsgenie2: {enabled: true, api-key: k, url: 'URLv2'}", "description", $$"""{{Plain}}{{"\n\n"}}{"series":[]}""" },
        { typeof(TeamsHandler), "teams: {enabled: true, channel-url: 'URLhook'}", "attachments.0.content.body.2.text", Plain },
        { typeof(TeamsHandler), "teams: {enabled: true, channel-url: 'URLhook', message-card: true}", "text", $"m\n\n{Plain}" },
        { typeof(DiscordHandler), "discord: {enabled: true, url: 'URLhook'}", "embeds.0.description", $"m\n\n{Plain}" },
        { typeof(TelegramHandler), "telegram: {enabled: true, token: t, chat-id: '9', url: 'URLbot'}", "text", $"m\n\n{Plain}" },
        { typeof(SlackHandler), "slack: {enabled: true, url: 'URLhook'}", "attachments.0.text", $"m\n\n{Plain}" },
        { typeof(AlertmanagerHandler), "alertmanager: {enabled: true, url: 'URLam'}", "0.annotations.description", Html },
        { typeof(AlertaHandler), "alerta: {enabled: true, url: 'URLapi'}", "text", $"m\n\n{Plain}" },
        { typeof(BigPandaHandler), "bigpanda: {enabled: true, token: t, app-key: k, url: 'URLv2'}", "details", Plain },
        { typeof(HipChatHandler), "hipchat: {enabled: true, token: t, room: r, url: 'URLv2'}", "message", $"m<br/><br/>{Html}" },
        { typeof(OpsGenie1Handler), "opsgenie: {enabled: true, api-key: k, url: 'URLv1'}", "description", $$"""{{Plain}}{{"\n\n"}}{"series":[]}""" },
        { typeof(ServiceNowHandler), "servicenow: {enabled: true, url: 'URLem'}", "records.0.description", $"m\n\n{Plain}" },
        { typeof(TalkHandler), "talk: {enabled: true, url: 'URLhook'}", "text", $"m\n\n{Plain}" },
        { typeof(ZenossHandler), "zenoss: {enabled: true, url: 'URLrouter'}", "data.0.message", Plain },
        { typeof(RootlyHandler), "rootly: {enabled: true, token: t, url: 'URLv1'}", "data.attributes.description", $"m\n\n{Plain}" },
    };

    public void Dispose() => _rig.Dispose();

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Details_that_were_written_are_sent(Type handler, string configuration, string path, string expected)
    {
        (await SentAsync(handler, configuration, Alert, path)).Should().Be(expected);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Details_that_nobody_wrote_are_sent_only_where_the_peer_sends_them(Type handler, string configuration, string path, string expected)
    {
        expected.Should().NotBeEmpty();
        var text = await SentAsync(handler, configuration, Alert with { HasWrittenDetails = false }, path);

        if (handler == typeof(PagerDutyHandler) || handler == typeof(AlertmanagerHandler))
            text.Should().Be(Html);
        else
            (text ?? "").Should().NotContain("wiki.test");
    }

    [Theory]
    [InlineData("HTML", "a&lt;b&gt;&amp;c_d")]
    [InlineData("Markdown", "a<b>&c\\_d")]
    [InlineData("MarkdownV2", "a<b\\>&c\\_d")]
    [InlineData("", "a<b>&c_d")]
    public async Task Details_are_no_markup_to_telegram(string mode, string shown)
    {
        var configuration = $"telegram: {{enabled: true, token: t, chat-id: '9', url: 'URLbot', parse-mode: '{mode}'}}";

        (await SentAsync(typeof(TelegramHandler), configuration, Alert with { Details = "a&lt;b&gt;&amp;c_d" }, "text")).Should().Be($"m\n\n{shown}");
    }

    [Theory]
    [InlineData("plain & simple", "plain & simple")]
    [InlineData("<10 % left, 5 < 6 and 7 > 6", "<10 % left, 5 < 6 and 7 > 6")]
    [InlineData("a<br>b<br/>c", "a\nb\nc")]
    [InlineData("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo")]
    [InlineData("<style>b { x }</style><script>y()</script><!-- z -->&lt;kept&gt;", "<kept>")]
    [InlineData("<a href='https://x.test/'>https://x.test/</a>", "https://x.test/")]
    [InlineData("<a href=https://x.test/a>x</a>", "x (https://x.test/a)")]
    [InlineData("open <a href=\"x", "open <a href=\"x")]
    [InlineData("<b>not closed", "not closed")]
    public void Html_becomes_plain_text(string details, string plain) => WrittenDetails.Plain(Alert with { Details = details }).Should().Be(plain);

    [Fact]
    public void Details_that_say_the_same_as_the_message_are_none() =>
        WrittenDetails.AfterMessage(Alert with { Message = "down", Details = "<p>down</p>" }).Should().Be("down");

    private static AlertEvent Alert => Events.Critical() with { Message = "m", Details = Html, Data = """{"series":[]}"""u8.ToArray() };

    private async Task<string?> SentAsync(Type handler, string configuration, AlertEvent alert, string path)
    {
        await using var stand = await Stand.AnsweringAsync(200, """{"data":[]}""");
        await _rig.Create(handler, configuration.Replace("URL", stand.Url.AbsoluteUri, StringComparison.Ordinal), "{}").HandleAsync(alert, default);

        using var json = JsonDocument.Parse(stand.Requests.Single(request => request.Method == "POST").Body);
        JsonElement? value = json.RootElement;
        foreach (var key in path.Split('.'))
        {
            value = value is { ValueKind: JsonValueKind.Array } list
                ? list.GetArrayLength() > int.Parse(key, System.Globalization.CultureInfo.InvariantCulture) ? list[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)] : null
                : value is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(key, out var inner) ? inner : null;
        }

        return value?.GetString();
    }
}
