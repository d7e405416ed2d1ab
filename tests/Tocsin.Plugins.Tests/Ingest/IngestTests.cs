using System.Text;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.Ingest;

public sealed class IngestTests
{
    private const string Generic = """
        id: g
        kind: generic
        topic: t
        auth: { bearer: s3cret }
        options:
          id: $.id
          level: $.state
          levels: { firing: CRITICAL, resolved: OK }
          message: "{$.id} on {$.labels.host}"
          dedupe-key: $.key
          tags: { host: $.labels.host }
          fields: { value: $.value, note: $.note }
          time: $.at
          test: $.state==test
          links: [ { text: chart, href: $.url } ]
        """;

    private static readonly (string Name, string Value) Bearer = ("Authorization", "Bearer s3cret");

    [Fact]
    public async Task A_body_becomes_an_event_with_all_that_the_mapping_names()
    {
        await using var rig = await SourceRig.StartAsync(Generic);
        var handler = await rig.HandleAsync("t", "post", """{"url":"http://receiver.test/"}""");

        await rig.PostAsync("g", """{"id":"cpu","state":"firing","labels":{"host":"web-07"},"value":97.5,"note":"a<b","at":"2026-01-01T00:01:00Z","url":"http://x/"}""", Bearer);

        var alert = (await rig.HandledAsync(handler)).Should().ContainSingle().Which;
        alert.Topic.Should().Be("t");
        alert.Level.Should().Be(AlertLevel.Critical);
        alert.Message.Should().Be("cpu on web-07");
        alert.Tags.Should().Equal(new Dictionary<string, string> { ["host"] = "web-07" });
        alert.Fields.Should().Equal(new Dictionary<string, object?> { ["value"] = 97.5, ["note"] = "a<b" });
        alert.Links.Should().Equal(new AlertLink("chart", "http://x/"));
        Encoding.UTF8.GetString(alert.Data.Span).Should().Be(
            """{"series":[{"name":"generic","tags":{"host":"web-07"},"columns":["time","note","value"],"values":[["2026-01-01T00:01:00Z","a\u003cb",97.5]]}]}""");
    }

    [Fact]
    public async Task A_recovery_tells_how_long_the_problem_lasted_and_what_it_was()
    {
        await using var rig = await SourceRig.StartAsync(Generic);
        var handler = await rig.HandleAsync("t", "post", """{"url":"http://receiver.test/"}""");

        await rig.PostAsync("g", """{"id":"cpu","state":"firing","at":"2026-01-01T00:00:00Z"}""", Bearer);
        await rig.PostAsync("g", """{"id":"cpu","state":"resolved","at":"2026-01-01T00:05:00Z"}""", Bearer);

        var recovery = (await rig.HandledAsync(handler))[1];
        recovery.PreviousLevel.Should().Be(AlertLevel.Critical);
        recovery.DurationNanoseconds.Should().Be(300_000_000_000);
    }

    [Theory]
    [InlineData("""{"id":"cpu","state":"firing"}""", "", 401)]
    [InlineData("""{"id":"cpu","state":"firing"}""", "Bearer S3CRET", 401)]
    [InlineData("""{"id":"cpu","state":"firing"}""", "Basic czNjcmV0", 401)]
    [InlineData("""{"id":"cpu","state":"test"}""", "Bearer s3cret", 200)]
    [InlineData("""{"id":"cpu","state":"firing"}""", "bearer s3cret", 202)]
    [InlineData("""{"id":"cpu","state":"odd"}""", "Bearer s3cret", 202)]
    [InlineData("""{"state":"firing"}""", "Bearer s3cret", 202)]
    [InlineData("""{"id":{"a":[1]},"state":17}""", "Bearer s3cret", 202)]
    [InlineData("""{"id":"cpu","state":"firing","at":"yesterday"}""", "Bearer s3cret", 400)]
    [InlineData("{", "Bearer s3cret", 400)]
    [InlineData("", "Bearer s3cret", 400)]
    [InlineData("[]", "Bearer s3cret", 202)]
    public async Task The_answer_tells_the_sender_what_it_has_to_know(string body, string authorization, int status)
    {
        await using var rig = await SourceRig.StartAsync(Generic);

        var answer = await rig.PostAsync("g", body, ("Authorization", authorization));

        answer.Reply.Status.Should().Be(status);
        answer.Reply.Body.Should().BeEmpty();
    }

    [Fact]
    public async Task Why_a_request_is_refused_is_told_to_operators_and_not_to_its_sender()
    {
        await using var rig = await SourceRig.StartAsync(
            "{ id: g, kind: generic, auth: { header: { X-Key: s3cret }, query: { k: other } }, options: { id: $.id, level: $.level } }");

        async Task<string> RefusalOf(string header, string parameter)
        {
            var request = Requests.Json("{}", ("X-Key", header)) with { Query = [new("k", parameter)] };
            var answer = await rig.SendAsync("g", request);
            (answer.Reply.Status, answer.Reply.Body).Should().Be((401, ""));
            rig.Engine.Sources.TryFind("g", out var source).Should().BeTrue();
            return source!.Counts.LastRefusal; // Just found.
        }

        (await RefusalOf("wr0ng", "other")).Should().Be("the header 'X-Key' is wrong");
        (await RefusalOf("", "other")).Should().Be("the header 'X-Key' is missing");
        (await RefusalOf("s3cret", "0ther")).Should().Be("the parameter 'k' of the address is wrong");
        var counts = rig.Engine.Sources.All[0].Counts;
        (counts.Refused, counts.LastRefused, counts.LastError).Should().Be((3, Requests.Received, counts.LastRefusal));
    }

    [Theory]
    [InlineData("""{"host":"a","check":"disk","state":"firing"}""", null, "a/disk")]
    [InlineData("""{"check":"disk","state":"firing"}""", "the id, {$.host}/{$.check} of $, is missing or empty: there is no $.host", "")]
    [InlineData("""{"host":"a","check":null,"state":"firing"}""", "the id, {$.host}/{$.check} of $, is missing or empty: there is no $.check", "")]
    [InlineData("""{"host":"","check":"disk","state":"firing"}""", "the id, {$.host}/{$.check} of $, is missing or empty: there is no $.host", "")]
    public async Task An_id_without_one_of_its_parts_would_be_that_of_many_alerts(string body, string? problem, string id)
    {
        await using var rig = await SourceRig.StartAsync(
            "{ id: g, kind: generic, topic: t, options: { id: '{$.host}/{$.check}', level: $.state, levels: { firing: CRITICAL } } }");

        await rig.PostAsync("g", body);

        rig.Engine.Quarantine.List(0, 10).Select(kept => kept.Problem).FirstOrDefault().Should().Be(problem);
        rig.Engine.Alerts.Activities.List(new()).Select(alert => alert.Id).FirstOrDefault("").Should().Be(id);
    }

    [Fact]
    public async Task Other_texts_without_one_of_their_parts_are_left_out_or_kept_in_the_quarantine()
    {
        await using var rig = await SourceRig.StartAsync("""
            id: g
            kind: generic
            options:
              id: $.id
              level: $.level
              topic: "team-{$.team}"
              dedupe-key: "{$.id} {$.seq}"
              tags: { place: "{$.dc}/{$.rack}" }
              links: [ { text: chart, href: "https://x.example/{$.chart}" } ]
            """);
        var handler = await rig.HandleAsync("team-web", "post", """{"url":"http://receiver.test/"}""");

        await rig.PostAsync("g", """{"id":"a","level":"WARNING","team":"web","dc":"fra"}""");
        await rig.PostAsync("g", """{"id":"a","level":"CRITICAL","team":"web","dc":"fra"}""");
        await rig.PostAsync("g", """{"id":"b","level":"CRITICAL"}""");

        var alerts = await rig.HandledAsync(handler);
        alerts.Select(alert => alert.Level).Should().Equal([AlertLevel.Warning, AlertLevel.Critical], "half a dedupe key is none");
        alerts.Should().OnlyContain(alert => alert.Tags.Count == 0 && alert.Links.Count == 0);
        rig.Engine.Quarantine.List(0, 10).Should().ContainSingle().Which.Problem.Should().Be("the topic, team-{$.team} of $, lacks a part: there is no $.team");
    }

    [Fact]
    public async Task Hostile_bodies_are_kept_and_raise_nothing()
    {
        await using var rig = await SourceRig.StartAsync(Generic);

        (await rig.PostAsync("g", new string('[', 100_000), Bearer)).Reply.Status.Should().Be(400);
        var broken = new SourceRequest
        {
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Authorization"] = "Bearer s3cret" },
            Body = new byte[] { (byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)'}' },
        };
        (await rig.SendAsync("g", broken)).Reply.Status.Should().Be(400);

        rig.Engine.Quarantine.Count.Should().Be(2);
        rig.Engine.Alerts.Topics.List().Should().BeEmpty();
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused_and_counted()
    {
        await using var rig = await SourceRig.StartAsync(Generic + "\nlimits: { bytes: 100 }");

        var answer = await rig.PostAsync("g", new string(' ', 101), Bearer);

        answer.Reply.Status.Should().Be(413);
        rig.Engine.Sources.TryFind("g", out var source).Should().BeTrue();
        source!.Counts.Limited.Should().Be(1); // The assertion above.
    }

    [Fact]
    public async Task Requests_above_the_rate_are_told_when_to_come_again()
    {
        await using var rig = await SourceRig.StartAsync(
            Generic + "\nlimits: { per-second: 0.5, burst: 2 }", new RigSettings { Time = new FixedTime(DateTimeOffset.UnixEpoch) });

        var answers = new List<(int Status, TimeSpan? RetryAfter)>();
        for (var i = 0; i < 3; i++)
        {
            var answer = await rig.PostAsync("g", """{"id":"cpu","state":"test"}""", Bearer);
            answers.Add((answer.Reply.Status, answer.RetryAfter));
        }

        answers.Select(answer => answer.Status).Should().Equal(200, 200, 429);
        answers[2].RetryAfter.Should().BeGreaterThan(TimeSpan.Zero).And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Alerts_that_begin_are_limited_and_neither_requests_nor_events()
    {
        var time = new FixedTime(DateTimeOffset.UnixEpoch);
        await using var rig = await SourceRig.StartAsync(
            "{ id: g, kind: generic, topic: t, limits: { alerts-per-minute: 2 }, options: { events: $.all, id: $.id, level: $.level } }", new RigSettings { Time = time });

        async Task<int> Send(string events) => (await rig.PostAsync("g", $"{{\"all\":[{events}]}}")).Reply.Status;
        static string One(string id, string level) => $"{{\"id\":\"{id}\",\"level\":\"{level}\"}}";

        (await Send(One("a", "WARNING") + "," + One("b", "WARNING"))).Should().Be(202);
        for (var i = 0; i < 10; i++)
            (await Send(One("a", i % 2 == 0 ? "CRITICAL" : "WARNING"))).Should().Be(202, "it goes on");
        (await Send(One("c", "WARNING"))).Should().Be(429);
        (await Send(One("a", "OK"))).Should().Be(202, "an end is never held back");
        (await rig.PostAsync("g", $"{{\"all\":[{One("c", "WARNING")}]}}")).RetryAfter
            .Should().BeGreaterThan(TimeSpan.Zero).And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(30));

        rig.Engine.Sources.All[0].Counts.Limited.Should().Be(2);
        rig.StateOf("t", "c").Should().BeNull();
    }

    [Fact]
    public async Task What_is_sent_again_is_told_once()
    {
        await using var rig = await SourceRig.StartAsync(Generic);
        var handler = await rig.HandleAsync("t", "post", """{"url":"http://receiver.test/"}""");

        for (var i = 0; i < 3; i++)
            await rig.PostAsync("g", """{"id":"keyed","state":"firing","key":"k1"}""", Bearer);
        await rig.PostAsync("g", """{"id":"keyed","state":"firing","key":"k2"}""", Bearer);
        for (var i = 0; i < 3; i++)
            await rig.PostAsync("g", """{"id":"bare","state":"firing"}""", Bearer);

        (await rig.HandledAsync(handler)).Select(alert => alert.Id).Should().Equal("keyed", "keyed", "bare");
        rig.Engine.Sources.TryFind("g", out var source).Should().BeTrue();
        source!.Counts.Should().BeEquivalentTo(new { Received = 7L, Events = 3L, Duplicates = 4L, Refused = 0L }); // The assertion above.
    }

    [Fact]
    public async Task What_was_not_understood_is_replayed_when_the_mapping_was_mended()
    {
        await using var rig = await SourceRig.StartAsync(Generic);
        await rig.PostAsync("g", """{"id":"cpu","state":"boom"}""", Bearer, ("X-Api-Key", "hidden"), ("Cookie", "hidden"));
        var kept = rig.Engine.Quarantine.List(0, 10).Should().ContainSingle().Which;
        kept.Problem.Should().Contain("\"boom\"").And.Contain("levels");
        kept.Headers.Values.Should().OnlyContain(value => value == "***");

        (await rig.Engine.Intake.ReplayAsync(kept)).Should().Be(kept.Problem);
        rig.Engine.Quarantine.Count.Should().Be(1);

        await rig.DefineAsync(Generic.Replace("resolved: OK", "boom: WARNING", StringComparison.Ordinal));
        (await rig.Engine.Intake.ReplayAsync(kept)).Should().BeNull();

        rig.Engine.Quarantine.Count.Should().Be(0);
        rig.StateOf("t", "cpu")!.Value.Level.Should().Be(AlertLevel.Warning); // Just raised.
    }

    [Fact]
    public async Task Events_of_a_system_are_not_told_back_to_it()
    {
        await using var rig = await SourceRig.StartAsync("{ id: s, kind: echo, topic: t }", typeof(EchoSource));
        var same = await rig.HandleAsync("t", "tcp", """{"address":"127.0.0.1:1"}""");
        var other = await rig.HandleAsync("t", "post", """{"url":"http://receiver.test/"}""");

        await rig.PostAsync("s", "x");

        (await rig.HandledAsync(other)).Should().ContainSingle();
        (await rig.HandledAsync(same)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_another_system_says_of_a_known_alert_reaches_every_topic_where_it_is_open()
    {
        await using var rig = await SourceRig.StartAsync("{ id: s, kind: answer, topic: own }", typeof(AnswerSource));
        foreach (var topic in new[] { "a", "b" })
        {
            rig.Engine.Alerts.Topics.Publish(topic, new AlertEvent { Topic = topic, Id = "cpu", Level = AlertLevel.Critical, UnixNanoseconds = 1 });
            await rig.Engine.Alerts.Topics.WhenCommitted();
        }

        await rig.PostAsync("s", "cpu OK");
        await rig.PostAsync("s", "unknown OK");
        await rig.PostAsync("s", "new CRITICAL");

        rig.StateOf("a", "cpu")!.Value.Level.Should().Be(AlertLevel.Ok); // Raised above.
        rig.StateOf("b", "cpu")!.Value.Level.Should().Be(AlertLevel.Ok); // Raised above.
        rig.StateOf("own", "cpu").Should().BeNull();
        rig.StateOf("own", "unknown").Should().BeNull();
        rig.StateOf("own", "new")!.Value.Level.Should().Be(AlertLevel.Critical); // A problem that nobody knows is a new one.
    }

    [AlertSource("echo", System = "tcp")]
    internal sealed class EchoSource : IAlertSource
    {
        public SourceReading Read(SourceRequest request) => SourceReading.Of(new SourceEvent { Id = "i", Level = AlertLevel.Critical });
    }

    [AlertSource("answer")]
    internal sealed class AnswerSource : IAlertSource
    {
        public SourceReading Read(SourceRequest request)
        {
            var words = request.Text().Split(' ');
            return AlertLevels.TryParse(words[1], out var level)
                ? SourceReading.Of(new SourceEvent { Id = words[0], Level = level, IsAboutKnownAlert = true })
                : SourceReading.Unreadable("no level");
        }
    }
}
