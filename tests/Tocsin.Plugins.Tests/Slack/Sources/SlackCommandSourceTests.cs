using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tocsin.Plugins.Slack.Sources;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Plugins.VictorOps;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.Slack.Sources;

public sealed class SlackCommandSourceTests
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    private static readonly SlackCommandOptions Options = new()
    {
        SigningSecrets = ["old", Secret],
        Teams = new Dictionary<string, string> { ["database"] = "db-oncall", ["Network"] = "net-oncall" },
    };

    private static readonly SlackCommandSource Source = new(Options, new SourceContext());

    [Fact]
    public void Command_raises_an_alert_for_the_team_and_tells_the_writer()
    {
        var reading = Source.Read(Command("DATABASE  orders are <slow> & late"));

        var told = reading.Events.Should().ContainSingle().Which;
        (told.Id, told.DedupeKey, told.Level, told.Message).Should().Be(("page:database:13345224609.738474920", "13345224609.738474920", AlertLevel.Critical, "orders are <slow> & late"));
        told.Details.Should().EndWith("paged by dana in Slack");
        told.Tags.Should().Equal(new Dictionary<string, string> { ["team"] = "database", ["routing_key"] = "db-oncall", ["user"] = "dana", ["channel"] = "ops" });
        Text(reading).Should().Be("Paging *database*: orders are &lt;slow&gt; &amp; late");
        reading.Reply!.Status.Should().Be(200); // Commands are answered.
    }

    [Theory]
    [InlineData("", "Usage: `/page TEAM what is wrong`. Teams: database, Network")]
    [InlineData("help", "Usage: `/page TEAM what is wrong`. Teams: database, Network")]
    [InlineData("database", "Usage: `/page TEAM what is wrong`. Teams: database, Network")]
    [InlineData("databse it burns", "Nobody was paged: there is no team 'databse'; did you mean *database*?\nUsage: `/page TEAM what is wrong`. Teams: database, Network")]
    [InlineData("netwrk", "Nobody was paged: there is no team 'netwrk'; did you mean *Network*?\nUsage: `/page TEAM what is wrong`. Teams: database, Network")]
    [InlineData("frontend <it> burns", "Nobody was paged: there is no team 'frontend'.\nUsage: `/page TEAM what is wrong`. Teams: database, Network")]
    public void Command_that_pages_nobody_says_so(string text, string answer)
    {
        var reading = Source.Read(Command(text));

        reading.Events.Should().BeEmpty();
        Text(reading).Should().Be(answer);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public void Signature_counts_for_five_minutes(int seconds, bool isRight) =>
        (Source.Verify(Signed(Command("database x"), Requests.Received.AddSeconds(seconds))) is null).Should().Be(isRight);

    [Fact]
    public void Signature_is_made_of_version_time_and_raw_body()
    {
        var request = Signed(Command("database x"), Requests.Received);

        Source.Verify(request).Should().BeNull();
        Source.Verify(request with { Body = "command=%2Fpage&text=network+y"u8.ToArray() }).Should().Be("the signature is that of no secret in 'signing-secrets'");
        Source.Verify(Command("database x")).Should().Be("the header X-Slack-Signature is missing");
        Source.Verify(Requests.Form("command=%2Fpage", ("X-Slack-Signature", "v0=00"))).Should().Be("the header X-Slack-Request-Timestamp is missing");
    }

    [Fact]
    public void Check_of_the_connection_is_a_try_out() => Source.Read(Requests.Form("ssl_check=1&token=x")).IsTest.Should().BeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("payload=%7B%7D")]
    public void What_is_no_command_is_told(string form) =>
        Source.Read(Requests.Form(form)).Problem.Should().Be("command is missing: is the request one of a slash command?");

    [Fact]
    public void Hostile_bodies_are_withstood() => HostileBodies.ShouldBeWithstoodBy(Source, Signed(Command("database x"), Requests.Received));

    [Fact]
    public void Options_that_cannot_be_meant_are_refused() =>
        new SlackCommandOptions { SigningSecrets = [], Teams = new Dictionary<string, string> { ["two words"] = "k" }, Level = AlertLevel.Ok }.Check()
            .Select(problem => problem.Option).Should().Equal("signing-secrets", "teams", "level");

    [Theory]
    [InlineData(null, "")]
    [InlineData("victorops", "team == 'network'")]
    public async Task Command_that_reaches_no_handler_says_so(string? kind, string match)
    {
        await using var rig = await SourceRig.StartAsync(
            $"{{ id: page, kind: slack-command, topic: pages, options: {{ signing-secrets: [{Secret}], teams: {{ database: db-oncall }} }} }}",
            typeof(SlackCommandSource), typeof(VictorOpsHandler));
        if (kind is not null)
            await rig.HandleAsync("pages", kind, match: match.Replace("team", "\"team\"", StringComparison.Ordinal));

        var request = Signed(Command("database orders are late"), Requests.Received);
        var answer = await rig.SendAsync("page", request);

        (await rig.SendAsync("page", request)).Reply.Body.Should().Be(answer.Reply.Body, "Slack may send it again");
        answer.Reply.Status.Should().Be(200);
        answer.Reply.Body.Should().Contain("*Nobody was paged.* The alert for *database* is kept").And.NotContain("Paging");
        rig.Engine.Alerts.Activities.List(new()).Should().ContainSingle("what was asked for is there for whoever looks");
    }

    [Fact]
    public async Task Command_pages_the_team_through_VictorOps_once()
    {
        await using var rig = await SourceRig.StartAsync(
            $"{{ id: page, kind: slack-command, topic: pages, options: {{ signing-secrets: [{Secret}], teams: {{ database: db-oncall }} }} }}",
            new RigSettings
            {
                Services = ServicesYaml.Parse("victorops: { enabled: true, api-key: key, routing-key: everyone, url: 'http://victorops.test/alert' }"),
                Answer = _ => new HttpResponseMessage { Content = new StringContent("""{"result":"success","entity_id":"e"}""") },
            },
            typeof(SlackCommandSource), typeof(VictorOpsHandler));
        await rig.HandleAsync("pages", "victorops", """{"routing-key-tag":"routing_key"}""");
        var request = Signed(Command("database orders are late"), Requests.Received);

        var first = await rig.SendAsync("page", request);
        var repeated = await rig.SendAsync("page", request);
        var forged = await rig.SendAsync("page", request with { Body = "command=%2Fpage&text=database+forged"u8.ToArray() });

        first.Reply.Body.Should().Be("""{"response_type":"ephemeral","text":"Paging *database*: orders are late"}""");
        (repeated.Reply.Status, forged.Reply.Status).Should().Be((200, 401));
        var sent = (await rig.SentAsync()).Should().ContainSingle().Which;
        sent.Url.Should().Be("http://victorops.test/alert/key/db-oncall");
        sent.Body.Should().Be("""
            {"data":"{\"series\":[{\"name\":\"slack-command\",\"tags\":{\"channel\":\"ops\",\"routing_key\":\"db-oncall\",\"team\":\"database\",\"user\":\"dana\"},
            \"columns\":[\"time\"],\"values\":[[\"2026-01-01T00:05:00Z\"]]}]}","entity_display_name":"orders are late","entity_id":"page:database:13345224609.738474920",
            "message_type":"CRITICAL","monitoring_tool":"tocsin","state_message":"orders are late\n\npaged by dana in Slack","state_start_time":1767225900,"timestamp":1767225900}
            """.ReplaceLineEndings("") + "\n");
    }

    private static SourceRequest Command(string text) => Requests.Form(
        "token=gIkuvaNzQIHg97ATvDxqgjtO&team_id=T0001&team_domain=example&channel_id=C2147483705&channel_name=ops&user_id=U2147483697&user_name=dana" +
        $"&command=%2Fpage&text={Uri.EscapeDataString(text)}&response_url=https%3A%2F%2Fhooks.slack.example&trigger_id=13345224609.738474920");

    private static SourceRequest Signed(SourceRequest request, DateTimeOffset at)
    {
        var stamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = Encoding.UTF8.GetBytes($"v0:{stamp}:{request.Text()}");
        return request with
        {
            Headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase)
            {
                ["X-Slack-Request-Timestamp"] = stamp,
                ["X-Slack-Signature"] = "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed)),
            },
        };
    }

    private static string Text(SourceReading reading) => JsonBody.Parse(reading.Reply!.Body)["text"].Text; // Commands are answered.
}
