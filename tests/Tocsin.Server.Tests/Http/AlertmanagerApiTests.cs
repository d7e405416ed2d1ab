using System.Text.Json;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Server.Tests.Http;

/// <summary>Alertmanager's API v2, as its clients read and write it.</summary>
public sealed class AlertmanagerApiTests : IAsyncLifetime
{
    private const string Api = "//api/v2";

    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _api = await ApiHost.StartAsync();
        foreach (var (id, match) in new[] { ("pager", "level() == CRITICAL"), ("chat", "\"host\" =~ /web/ AND level() >= WARNING"), ("odd", "changed()") })
        {
            var spec = new HandlerSpec { Topic = "system", Id = id, Kind = "log", Match = match, OptionsJson = """{"path":"/dev/null"}""" };
            (await _api.Engine.Alerts.Handlers.CreateAsync(spec)).Should().BeNull();
        }

        Raise("system", "cpu:host=a", AlertLevel.Critical, new() { ["host"] = "a", ["severity"] = "page" });
        Raise("other", "disk", AlertLevel.Warning, new() { ["host"] = "b" });
        Raise("other", "fine", AlertLevel.Ok, []);
        await _api.Engine.Alerts.Topics.WhenCommitted();
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task The_status_is_that_which_clients_look_at_first()
    {
        var status = await _api.SendAsync("GET", Api + "/status");

        (status.Status, status.At("cluster.status"), status.At("versionInfo.version")).Should().Be((200, "disabled", "0.25.0"));
        status.At("uptime").Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        status.Headers["Cache-Control"].Should().Be("no-store");
        status.At("config.original").Should().Be("""
            route:
              receiver: none
              routes:
              - receiver: 'system/pager'
                continue: true
                matchers:
                - 'topic="system"'
                - 'severity="critical"'
              - receiver: 'system/chat'
                continue: true
                matchers:
                - 'topic="system"'
                - 'host=~".*(?:web).*"'
                - 'severity=~"warning|critical"'
            receivers:
            - name: none
            - name: 'system/pager'
            - name: 'system/chat'
            - name: 'system/odd'
            # system/odd gets events of topic system with changed()

            """);
        (await _api.SendAsync("GET", Api + "/receivers")).Json.EnumerateArray().Select(receiver => receiver.GetProperty("name").GetString())
            .Should().Equal("system/chat", "system/odd", "system/pager");
    }

    [Theory]
    [InlineData("/-/healthy")]
    [InlineData("/-/ready")]
    public async Task Health_is_asked_where_clients_ask_it(string path) => (await _api.SendAsync("GET", "/" + path)).Status.Should().Be(200);

    [Fact]
    public async Task The_metric_is_there_by_which_Karma_knows_an_Alertmanager() =>
        (await _api.SendAsync("GET", "//metrics")).Text.Should().Contain("alertmanager_build_info{version=\"0.25.0\"} 1\n");

    [Fact]
    public async Task Open_alerts_are_listed_with_all_that_the_schema_asks_for()
    {
        var list = await _api.SendAsync("GET", Api + "/alerts");

        var alerts = list.Json.EnumerateArray().ToList();
        alerts.Should().HaveCount(2);
        foreach (var alert in alerts)
            CheckSchema(alert);
        var cpu = alerts.Single(alert => alert.GetProperty("labels").GetProperty("alert_id").GetString() == "cpu:host=a");
        cpu.GetProperty("labels").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()).Should().Equal(new Dictionary<string, string?>
        {
            ["alert_id"] = "cpu:host=a", ["alertname"] = "cpu", ["host"] = "a", ["severity"] = "critical", ["tag_severity"] = "page", ["task"] = "t", ["topic"] = "system",
        });
        cpu.GetProperty("annotations").GetProperty("summary").GetString().Should().Be("cpu:host=a is CRITICAL");
        Names(cpu, "receivers").Should().Equal("system/pager", "system/odd");
        Names(alerts.Single(alert => alert.GetProperty("labels").GetProperty("alert_id").GetString() == "disk"), "receivers").Should().Equal("other/none");
    }

    [Fact]
    public async Task What_an_alert_says_now_is_listed_and_no_more_when_it_is_over()
    {
        (await ListAsync()).Should().Equal("cpu:host=a is CRITICAL, page", "disk is WARNING, ");

        Raise("system", "cpu:host=a", AlertLevel.Warning, new() { ["host"] = "a", ["severity"] = "mail" });
        await _api.Engine.Alerts.Topics.WhenCommitted();
        (await ListAsync()).Should().Equal("cpu:host=a is WARNING, mail", "disk is WARNING, ");

        Raise("other", "disk", AlertLevel.Ok, new() { ["host"] = "b" });
        (await ListAsync()).Should().Equal("cpu:host=a is WARNING, mail");

        async Task<IEnumerable<string>> ListAsync()
        {
            var alerts = (await _api.SendAsync("GET", Api + "/alerts")).Json.EnumerateArray().ToList();
            alerts.Select(alert => alert.GetProperty("fingerprint").GetString()).Should().BeInAscendingOrder(StringComparer.Ordinal);
            return alerts.Select(alert => alert.GetProperty("annotations").GetProperty("summary").GetString() + ", " + (alert.GetProperty("labels").TryGetProperty("tag_severity", out var tag) ? tag.GetString() : "")).Order(StringComparer.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "cpu:host=a disk")]
    [InlineData("?filter=host%3D%22a%22", "cpu:host=a")]
    [InlineData("?filter=host=~a|x&filter=severity=critical", "cpu:host=a")]
    [InlineData("?filter=alertname!=cpu", "disk")]
    [InlineData("?receiver=system/p.*", "cpu:host=a")]
    [InlineData("?receiver=system", "")]
    [InlineData("?active=false", "")]
    [InlineData("?silenced=false&inhibited=false&unprocessed=false&active=true", "cpu:host=a disk")]
    public async Task Alerts_are_chosen_as_Alertmanager_does(string query, string expected)
    {
        var reply = await _api.SendAsync("GET", Api + "/alerts" + query);

        reply.Json.EnumerateArray().Select(alert => alert.GetProperty("labels").GetProperty("alert_id").GetString()).Order().Should().Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Groups_are_of_a_receiver_and_a_name()
    {
        var groups = (await _api.SendAsync("GET", Api + "/alerts/groups")).Json.EnumerateArray().ToList();

        groups.Select(group => $"{group.GetProperty("receiver").GetProperty("name")} {group.GetProperty("labels").GetProperty("alertname")}")
            .Should().Equal("system/odd cpu", "system/pager cpu", "other/none disk");
        CheckSchema(groups[0].GetProperty("alerts")[0]);
    }

    [Fact]
    public async Task A_silence_lives_as_at_Alertmanager()
    {
        var (start, end) = (DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(2));
        var made = await PostAsync(Body(start, end));
        made.Status.Should().Be(200, made.Text);
        var id = made.At("silenceID");

        var shown = await _api.SendAsync("GET", $"{Api}/silence/{id}");
        (shown.At("status.state"), shown.At("createdBy"), shown.At("comment"), shown.At("matchers.0.name"), shown.At("matchers.0.isEqual")).Should().Be(("active", "dana", "c", "host", "True"));
        var alert = (await _api.SendAsync("GET", Api + "/alerts?active=false")).Json[0];
        (alert.GetProperty("status").GetProperty("state").GetString(), alert.GetProperty("status").GetProperty("silencedBy")[0].GetString()).Should().Be(("suppressed", id));

        var starts = DateTimeOffset.Parse(shown.At("startsAt"), System.Globalization.CultureInfo.InvariantCulture);
        (await PostAsync(Body(starts, end.AddHours(1), id))).At("silenceID").Should().Be(id, "only its end changes");
        var other = (await PostAsync(Body(starts, end, id, host: "b"))).At("silenceID");
        other.Should().NotBe(id, "it matches something else");
        (await _api.SendAsync("GET", $"{Api}/silence/{id}")).At("status.state").Should().Be("expired");

        var list = (await _api.SendAsync("GET", Api + "/silences")).Json.EnumerateArray().Select(silence => silence.GetProperty("id").GetString());
        list.Should().Equal(other, id);
        (await _api.SendAsync("GET", Api + "/silences?filter=host=b")).Json.GetArrayLength().Should().Be(1);
        (await _api.SendAsync("DELETE", $"{Api}/silence/{other}")).Status.Should().Be(200);
        (await _api.SendAsync("DELETE", $"{Api}/silence/{other}")).Status.Should().Be(200, "it is over, as it was wanted");
    }

    [Fact]
    public async Task A_silence_with_a_name_and_hours_has_a_uuid_here()
    {
        await _api.SendAsync("POST", "//tocsin/v1/silences", """{"id":"night","matchers":["host=a"],"when":{"from":"00:00","to":"24:00"}}""");

        var silence = (await _api.SendAsync("GET", Api + "/silences")).Json[0];
        var id = silence.GetProperty("id").GetString();
        Guid.TryParse(id, out _).Should().BeTrue();
        (await PostAsync(Body(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1), id!))).Text.Should().Contain("has hours");
        (await _api.SendAsync("DELETE", $"{Api}/silence/{id}")).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("GET", "/silence/nonsense", null, 422, "{\"code\":601,\"message\":\"silenceID in path must be of type uuid: \\\"nonsense\\\"\"}\n")]
    [InlineData("DELETE", "/silence/nonsense", null, 422, "{\"code\":601,\"message\":\"silenceID in path must be of type uuid: \\\"nonsense\\\"\"}\n")]
    [InlineData("GET", "/silence/00000000-0000-4000-8000-000000000000", null, 404, "\"silence 00000000-0000-4000-8000-000000000000 not found\"\n")]
    [InlineData("DELETE", "/silence/00000000-0000-4000-8000-000000000000", null, 500, "\"silence not found\"\n")]
    [InlineData("POST", "/silences", """{"matchers":[{"name":"a","value":".*","isRegex":true}],"startsAt":"2999-01-01T00:00:00Z","endsAt":"2999-01-02T00:00:00Z"}""", 400, "\"silence invalid: at least one matcher must not match the empty string\"\n")]
    [InlineData("POST", "/silences", """{"matchers":[{"name":"a","value":"b"}],"startsAt":"2020-01-01T00:00:00Z","endsAt":"2020-01-02T00:00:00Z"}""", 400, "\"Failed to create silence: end time can't be in the past\"\n")]
    [InlineData("POST", "/silences", """{"matchers":[{"name":"a","value":"b"}],"startsAt":"2020-01-02T00:00:00Z","endsAt":"2020-01-01T00:00:00Z"}""", 400, "\"Failed to create silence: start time must be before end time\"\n")]
    [InlineData("POST", "/silences", """{"matchers":[{"name":"a","value":"b"}],"startsAt":"2999-01-02T00:00:00Z"}""", 400, "\"endsAt in body is required\"\n")]
    [InlineData("POST", "/silences", """{"matchers":[{"name":"a","value":"b"}],"startsAt":"tomorrow","endsAt":"2999-01-01T00:00:00Z"}""", 400, "\"startsAt in body must be a time such as ")]
    [InlineData("GET", "/alerts?receiver=(", null, 400, "\"failed to parse receiver param: ")]
    [InlineData("GET", "/alerts?filter=x", null, 400, "\"bad matcher format: ")]
    public async Task Errors_are_texts(string method, string path, string? body, int status, string begin)
    {
        var reply = await _api.SendAsync(method, Api + path, body);

        (reply.Status, reply.Text).Should().Match<(int Status, string Text)>(answer => answer.Status == status && answer.Text.StartsWith(begin));
    }

    [Fact]
    public async Task Time_without_a_zone_is_UTC()
    {
        var reply = await _api.SendAsync(
            "POST", Api + "/silences", """{"matchers":[{"name":"alertname","value":"b","isEqual":false}],"startsAt":"2998-01-01T00:00:00.123456","endsAt":"2999-01-01T01:00:00+01:00"}""");

        reply.Status.Should().Be(200, "{0}", reply.Text);
        var silence = (await _api.SendAsync("GET", Api + "/silences")).Json[0];
        (silence.GetProperty("startsAt").GetString(), silence.GetProperty("endsAt").GetString()).Should().Be(("2998-01-01T00:00:00.123Z", "2999-01-01T00:00:00.000Z"));
    }

    [Fact]
    public async Task Nothing_is_an_empty_list()
    {
        (await _api.SendAsync("GET", Api + "/silences")).Text.Should().Be("[]\n");
        (await _api.SendAsync("GET", Api + "/alerts?filter=a=b")).Text.Should().Be("[]\n");
        (await _api.SendAsync("GET", Api + "/alerts/groups?filter=a=b")).Text.Should().Be("[]\n");
    }

    // What a decoder that is made from Alertmanager's schema insists on.
    private static void CheckSchema(JsonElement alert)
    {
        foreach (var name in new[] { "endsAt", "startsAt", "updatedAt" })
            DateTimeOffset.TryParse(alert.GetProperty(name).GetString(), out _).Should().BeTrue();
        alert.GetProperty("fingerprint").GetString().Should().MatchRegex("^[0-9a-f]{16}$");
        alert.GetProperty("annotations").ValueKind.Should().Be(JsonValueKind.Object);
        alert.GetProperty("labels").GetProperty("alertname").GetString().Should().NotBeEmpty();
        alert.GetProperty("receivers").GetArrayLength().Should().BePositive();
        var status = alert.GetProperty("status");
        status.GetProperty("state").GetString().Should().BeOneOf("active", "suppressed", "unprocessed");
        (status.GetProperty("silencedBy").ValueKind, status.GetProperty("inhibitedBy").ValueKind).Should().Be((JsonValueKind.Array, JsonValueKind.Array));
    }

    private static IEnumerable<string?> Names(JsonElement alert, string list) => alert.GetProperty(list).EnumerateArray().Select(item => item.GetProperty("name").GetString());

    private static string Body(DateTimeOffset start, DateTimeOffset end, string id = "", string host = "a") =>
        $$"""{"id":"{{id}}","matchers":[{"name":"host","value":"{{host}}","isRegex":false,"isEqual":true}],"startsAt":"{{start:O}}","endsAt":"{{end:O}}","createdBy":"dana","comment":"c"}""";

    private Task<ApiReply> PostAsync(string body) => _api.SendAsync("POST", Api + "/silences", body);

    private void Raise(string topic, string id, AlertLevel level, Dictionary<string, string> tags) => _api.Engine.Alerts.Topics.Publish(topic, new AlertEvent
    {
        Topic = "", Id = id, Level = level, UnixNanoseconds = 1577836800L * 1_000_000_000, Message = $"{id} is {level.Text()}", Name = id.Split(':')[0], TaskName = "t", Tags = tags,
    });
}
