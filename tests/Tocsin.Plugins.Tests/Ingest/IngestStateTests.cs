using Tocsin.Engine.Sources;
using Tocsin.Pipelines.Tasks;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.Ingest;

/// <summary>What sources keep over restarts, changes of definitions and on the way into tasks.</summary>
public sealed class IngestStateTests : IDisposable
{
    private const string Definition = """
        id: g
        kind: generic
        topic: t
        auth: { query: { key: [old, new] } }
        options: { id: $.id, level: $.state, dedupe-key: $.key }
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Definitions_keys_and_quarantine_are_there_after_a_restart()
    {
        var settings = new RigSettings { DataFolder = _folder.Path };
        await using (var rig = await SourceRig.StartAsync(Definition, settings))
        {
            (await rig.SendAsync("g", Request("old", """{"id":"cpu","state":"CRITICAL","key":"k"}"""))).Reply.Status.Should().Be(202);
            (await rig.SendAsync("g", Request("new", "{"))).Reply.Status.Should().Be(400);
        }

        await using (var rig = await SourceRig.StartAsync("", settings))
        {
            var handler = await rig.HandleAsync("t", "post", """{"url":"http://receiver.test/"}""");
            (await rig.SendAsync("g", Request("new", """{"id":"cpu","state":"CRITICAL","key":"k"}"""))).Reply.Status.Should().Be(202);

            (await rig.HandledAsync(handler)).Should().BeEmpty("the key was seen before the restart");
            var kept = rig.Engine.Quarantine.List(0, 10).Should().ContainSingle().Which;
            kept.Query.Select(entry => $"{entry.Key}={entry.Value}").Should().Equal("key=***");
            kept.Body.ToArray().Should().Equal("{"u8.ToArray());

            await rig.Engine.Quarantine.DropAsync(kept.Number);
            (await rig.Engine.Sources.DeleteAsync("g")).Should().BeTrue();
        }

        await using (var rig = await SourceRig.StartAsync("", settings))
        {
            rig.Engine.Sources.All.Should().BeEmpty();
            rig.Engine.Quarantine.Count.Should().Be(0);
            (await rig.SendAsync("g", Request("new", "{}"))).Reply.Status.Should().Be(404);
        }
    }

    [Fact]
    public async Task A_changed_definition_counts_from_the_next_request_on_and_keeps_what_was_seen()
    {
        await using var rig = await SourceRig.StartAsync(Definition);
        await rig.SendAsync("g", Request("old", """{"id":"cpu","state":"CRITICAL","key":"k"}"""));

        await rig.DefineAsync(Definition.Replace("[old, new]", "new", StringComparison.Ordinal).Replace("topic: t", "topic: other", StringComparison.Ordinal));

        (await rig.SendAsync("g", Request("old", """{"id":"cpu","state":"CRITICAL","key":"k2"}"""))).Reply.Status.Should().Be(401);
        await rig.SendAsync("g", Request("new", """{"id":"cpu","state":"CRITICAL","key":"k"}"""));
        rig.StateOf("other", "cpu").Should().BeNull("the key is known");
        await rig.SendAsync("g", Request("new", """{"id":"cpu","state":"CRITICAL","key":"k2"}"""));
        rig.StateOf("other", "cpu")!.Value.Level.Should().Be(AlertLevel.Critical); // Just raised.
        rig.Engine.Sources.TryFind("g", out var source).Should().BeTrue();
        source!.Counts.Should().BeEquivalentTo(new { Received = 4L, Refused = 1L, Duplicates = 1L, Events = 2L }); // The assertion above.
    }

    [Fact]
    public async Task Points_reach_the_tasks_of_their_database()
    {
        await using var rig = await SourceRig.StartAsync(
            "{ id: m, kind: meter, topic: own, points: { database: checks, retention-policy: auto } }", typeof(MeterSource));
        await rig.Engine.Tasks.CreateAsync(new TaskChange
        {
            Id = "slow",
            IsEnabled = true,
            Script = "dbrp \"checks\".\"auto\"\nstream|from().measurement('ping').groupBy('host')|alert().id('{{ .Tags.host }}').crit(lambda: \"ms\" > 100.0).topic('slow')",
        });

        var answer = await rig.PostAsync("m", "web 7,5=x 250.5");

        answer.Reply.Status.Should().Be(202);
        rig.StateOf("slow", "web 7,5=x")!.Value.Level.Should().Be(AlertLevel.Critical); // The task ran before the answer.
    }

    [Fact]
    public async Task Wrong_definitions_are_refused_at_their_place()
    {
        await using var rig = await SourceRig.StartAsync("");
        const string text = """
            id: g
            kind: generic
            options:
              id: $.id[
              levle: $.state
              level: $.state
            auth: { baerer: x }
            limits: { bytes: -1 }
            """;

        var parsed = Engine.Sources.SourceFile.Parse(text, "g.yaml");
        var problems = rig.Engine.Sources.Check(parsed.Entries.Single()).Select(problem => problem.ToString());

        problems.Should().BeEquivalentTo(
            "g.yaml:7:9: auth has no key 'baerer'; did you mean 'bearer'?",
            "g.yaml:8:18: limits option 'bytes': must not be negative; 0 leaves it to limits.source-bytes of the server",
            "g.yaml:5:3: source kind 'generic': has no option 'levle'; did you mean 'level'?");
    }

    private static SourceRequest Request(string key, string body) => new()
    {
        Query = [new("key", key)],
        Body = System.Text.Encoding.UTF8.GetBytes(body),
    };

    [Theory]
    [InlineData("verify")]
    [InlineData("read")]
    public async Task A_source_that_is_replaced_while_it_has_a_request_takes_it_in_its_new_form(string when)
    {
        const string definition = "{ id: f, kind: fragile, topic: t }";
        await using var rig = await SourceRig.StartAsync(definition, typeof(FragileSource));
        using var isCalled = new SemaphoreSlim(0);
        using var goOn = new ManualResetEventSlim();
        FragileSource.Called = called =>
        {
            if (called != when || goOn.IsSet)
                return;
            isCalled.Release();
            goOn.Wait();
        };

        var answer = Task.Run(() => rig.PostAsync("f", "cpu"));
        await isCalled.WaitAsync();
        await rig.DefineAsync(definition);
        goOn.Set();

        (await answer).Reply.Status.Should().Be(202);
        rig.StateOf("t", "cpu")!.Value.Level.Should().Be(AlertLevel.Critical);
        rig.Engine.Quarantine.Count.Should().Be(0);
    }

    /// <summary>Can do nothing after it was disposed.</summary>
    [AlertSource("fragile")]
    internal sealed class FragileSource : IAlertSource, IDisposable
    {
        private bool _isDisposed;

        public static Action<string> Called { get; set; } = static _ => { };

        public string? Verify(SourceRequest request)
        {
            if (request.Body.Length > 0) // Not when it is only asked whether it accepts anything.
                Called("verify");
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return null;
        }

        public SourceReading Read(SourceRequest request)
        {
            Called("read");
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return SourceReading.Of(new SourceEvent { Id = request.Text(), Level = AlertLevel.Critical });
        }

        public void Dispose() => _isDisposed = true;
    }

    [AlertSource("meter")]
    internal sealed class MeterSource : IAlertSource
    {
        public SourceReading Read(SourceRequest request)
        {
            var text = request.Text();
            var end = text.LastIndexOf(' ');
            var value = double.Parse(text[(end + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            return SourceReading.Of() with
            {
                Points = [new SourcePoint("ping", new Dictionary<string, string> { ["host"] = text[..end] }, new Dictionary<string, object> { ["ms"] = value }, DateTimeOffset.UnixEpoch)],
            };
        }
    }
}
