using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Definitions;

public sealed class HandlerSpecsTests
{
    [Theory]
    [InlineData("system", "a b", "x", "", RefusalKind.Invalid, "invalid handler spec: handler ID must contain only*\"a b\"")]
    [InlineData("system", "", "x", "", RefusalKind.Invalid, "invalid handler spec: handler ID must not be empty*")]
    [InlineData("bad topic", "h", "x", "", RefusalKind.Invalid, "invalid handler spec: handler topic must contain only*\"h\"")]
    [InlineData("system", "h", "", "", RefusalKind.Invalid, "invalid handler spec: handler Kind must not be empty*")]
    [InlineData("system", "h", "pigeon", "", RefusalKind.Failed, "failed to create handler: unsupported handler kind 'pigeon'; known are *")]
    [InlineData("system", "h", "x", "foo() =", RefusalKind.Failed, "failed to create handler: invalid match expression: *line 1 char 7*")]
    [InlineData("system", "h", "publish", "", RefusalKind.Failed, "failed to create handler: handler kind 'publish': option 'topics' must be a list of texts, not the number 5")]
    public async Task Bad_handlers_are_refused(string topic, string id, string kind, string match, RefusalKind refusalKind, string message)
    {
        await using var rig = new AlertRig();

        var error = await rig.Alerts.Handlers.CreateAsync(AlertRig.Spec(topic, id, match, kind, "{\"topics\":5}"));

        error!.Kind.Should().Be(refusalKind);
        error.Message.Should().Match(message);
        rig.Alerts.Handlers.List(topic).Should().BeEmpty();
        rig.Alerts.Topics.List().Should().BeEmpty();
    }

    [Fact]
    public async Task An_id_can_be_used_once_in_a_topic()
    {
        await using var rig = new AlertRig();
        await rig.Define("system", "-._9é");
        await rig.Define("other:1", "-._9é");

        var error = await rig.Alerts.Handlers.CreateAsync(AlertRig.Spec("system", "-._9é"));

        error!.Message.Should().Be("failed to create handler: cannot register handler, handler with ID \"-._9é\" already exists");
    }

    [Fact]
    public async Task A_handler_makes_its_topic_and_is_listed_by_pattern()
    {
        await using var rig = new AlertRig();
        await rig.Define("tt", "h2");
        await rig.Define("tt", "h1");

        rig.Alerts.Topics.List().Should().Equal(new TopicStatus("tt", AlertLevel.Ok, 0, default) { Handlers = 2 });
        rig.Alerts.Handlers.List("tt").Select(spec => spec.Id).Should().Equal("h1", "h2");
        rig.Alerts.Handlers.List("tt", "*2").Select(spec => spec.Id).Should().Equal("h2");
    }

    [Fact]
    public async Task Handlers_come_and_go()
    {
        await using var rig = new AlertRig();
        var first = await rig.Define("system", "h");
        await rig.Publish("system", AlertRig.Event("a", second: 0));

        var second = rig.Handlers["g"] = new RecordingHandler();
        (await rig.Alerts.Handlers.ReplaceAsync("system", "h", AlertRig.Spec("system", "g", "level() == OK"))).Should().BeNull();
        await rig.Publish("system", AlertRig.Event("a", second: 1), AlertRig.Event("a", AlertLevel.Ok, 2));
        await Until.True(() => ((RecordingHandler)second).TakenCount == 1);
        first.TakenCount.Should().Be(1);
        rig.Alerts.Handlers.Find("system", "h").Should().BeNull();

        await rig.Alerts.Handlers.DeleteAsync("system", "g");
        await rig.Alerts.Handlers.DeleteAsync("system", "g");
        await rig.Publish("system", AlertRig.Event("a", AlertLevel.Ok, 3));
        rig.Alerts.Handlers.List("system").Should().BeEmpty();
        ((RecordingHandler)second).TakenCount.Should().Be(1);
    }

    [Fact]
    public async Task An_update_that_is_refused_changes_nothing()
    {
        await using var rig = new AlertRig();
        var handler = await rig.Define("system", "h");

        (await rig.Alerts.Handlers.ReplaceAsync("system", "nope", AlertRig.Spec("system", "nope")))!.Message.Should().Be("unknown handler: \"nope\"");
        (await rig.Alerts.Handlers.ReplaceAsync("system", "h", AlertRig.Spec("other", "h")))!.Message
            .Should().Be("failed to update handler: cannot change topic in update");
        (await rig.Alerts.Handlers.ReplaceAsync("system", "h", AlertRig.Spec("system", "h", kind: "pigeon")))!.Message
            .Should().StartWith("failed to update handler: unsupported handler kind 'pigeon'; known are ");

        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => handler.TakenCount == 1);
    }

    [Fact]
    public async Task Handlers_are_back_after_a_restart_and_those_that_cannot_be_are_told()
    {
        await using var rig = new AlertRig();
        var handler = await rig.Define("system", "h", match: "changed()");
        await rig.Define("system", "broken");

        await rig.Stop();
        rig.Handlers.Remove("broken");
        rig.Restart();

        rig.Alerts.Handlers.List("system").Select(spec => spec.Id).Should().Equal("broken", "h");
        rig.Alerts.Handlers.Broken.Should().ContainSingle().Which.Error.Should().Be("handler kind 'x': no such handler in the rig");
        await rig.Publish("system", AlertRig.Event("a"), AlertRig.Event("a", second: 1));
        await Until.True(() => rig.Owed("system/h") == 0);
        handler.TakenCount.Should().Be(1);
    }

    [Fact]
    public async Task An_event_that_the_match_has_no_answer_for_is_not_handled()
    {
        await using var rig = new AlertRig();
        var handler = await rig.Define("system", "h", match: "\"host\" == 'a'");

        await rig.Publish("system", AlertRig.Event("x"), AlertRig.Event("y") with { Tags = new Dictionary<string, string> { ["host"] = "a" } });
        await Until.True(() => handler.TakenCount == 1);

        handler.Taken[0].Id.Should().Be("y");
        rig.Alerts.Topics.ListEvents("system").Should().HaveCount(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_handler_takes_whose_kind_is_gone_is_owed_to_it_until_the_kind_is_back(bool isRestarted)
    {
        await using var rig = new AlertRig();
        var handler = await rig.Define("system", "h");
        rig.Kinds = HandlerKinds.BuiltIn;
        if (isRestarted)
        {
            await rig.Stop();
            rig.Restart();
        }
        else
        {
            await rig.Alerts.Handlers.RebuildAsync(new HashSet<string> { "x" });
        }

        await rig.Publish("system", AlertRig.Event("a"), AlertRig.Event("b"));

        rig.Alerts.Handlers.Broken.Should().ContainSingle().Which.Error.Should().Be("the plugin that provides kind 'x' is not loaded");
        rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h")).Should().BeEquivalentTo(
            new { Owed = 2, Running = 0, Dead = 0, Suspension = "the plugin that provides kind 'x' is not loaded" });
        rig.Kinds = AlertRig.AllKinds;
        await rig.Alerts.Handlers.RebuildAsync(new HashSet<string> { "x" });
        await Until.True(() => rig.Owed("system/h") == 0);
        handler.Taken.Select(alert => alert.Id).Should().Equal("a", "b");
        rig.Alerts.Outbox.DeadLetters.Count.Should().Be(0);
    }

    [Fact]
    public async Task What_is_owed_to_a_handler_that_is_deleted_while_its_kind_is_gone_becomes_dead_letters()
    {
        await using var rig = new AlertRig();
        await rig.Define("system", "h");
        rig.Kinds = HandlerKinds.BuiltIn;
        await rig.Alerts.Handlers.RebuildAsync(new HashSet<string> { "x" });
        await rig.Publish("system", AlertRig.Event("a"));

        await rig.Alerts.Handlers.DeleteAsync("system", "h");
        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 1);

        rig.Alerts.Outbox.DeadLetters.List()[0].Reason.Should()
            .Be("its handler was deleted while it could not be called: the plugin that provides kind 'x' is not loaded");
    }

    [Fact]
    public async Task A_handler_that_was_replaced_ends_its_call_before_it_is_disposed()
    {
        await using var rig = new AlertRig();
        var gate = new TaskCompletionSource();
        var old = new DisposableHandler(gate.Task);
        rig.Handlers["h"] = old;
        await rig.Alerts.Handlers.CreateAsync(AlertRig.Spec("system", "h"));
        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => old.Calls == 1);

        var renewed = new RecordingHandler();
        rig.Handlers["h"] = renewed;
        await rig.Alerts.Handlers.RebuildAsync(new HashSet<string> { "x" });
        await rig.Publish("system", AlertRig.Event("a", second: 1), AlertRig.Event("b"));
        await Until.True(() => rig.Owed("system/h") == 3);
        var wasDisposedEarly = old.IsDisposed;
        gate.SetResult();
        await Until.True(() => rig.Owed("system/h") == 0 && old.IsDisposed);

        (wasDisposedEarly, old.Calls).Should().Be((false, 1));
        renewed.Taken.Select(alert => alert.Message).Should().BeEquivalentTo("a is CRITICAL at 1", "b is CRITICAL at 0");
    }

    [Fact]
    public async Task Handlers_of_a_kind_are_made_anew_when_its_plugin_is_exchanged()
    {
        await using var rig = new AlertRig();
        var old = await rig.Define("system", "h");
        await rig.Define("system", "gone");

        var renewed = new RecordingHandler();
        rig.Handlers["h"] = renewed;
        rig.Handlers.Remove("gone");
        await rig.Alerts.Handlers.RebuildAsync(new HashSet<string> { "x" });
        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => renewed.TakenCount == 1);

        old.TakenCount.Should().Be(0);
        rig.Alerts.Handlers.Broken.Should().ContainSingle().Which.Spec.Id.Should().Be("gone");
    }

    private sealed class DisposableHandler(Task gate) : IAlertHandler, IAsyncDisposable
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public bool IsDisposed { get; private set; }

        public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            await gate;
            return Delivery.Done;
        }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return default;
        }
    }

    [Fact]
    public async Task A_handler_that_becomes_a_publication_leaves_nobody_behind_who_is_called()
    {
        await using var rig = new AlertRig();
        var isDown = true;
        var handler = await rig.Define("system", "h", RecordingHandler.Answering(_ => isDown ? Delivery.Retry("down") : Delivery.Done));
        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/h"))!.Failed > 0);

        isDown = false;
        var spec = AlertRig.Spec("system", "h", kind: "publish", options: """{"topics":["ops"]}""");
        (await rig.Alerts.Handlers.ReplaceAsync("system", "h", spec)).Should().BeNull();

        await Until.True(() => handler.TakenCount == 1);
        await Until.True(() => !rig.Alerts.Outbox.Served().Contains(new HandlerTarget("system", "h")));
    }
}
