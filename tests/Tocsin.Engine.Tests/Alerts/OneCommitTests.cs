using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Alerts;

/// <summary>What belongs together is committed together, whatever the commits before and after hold.</summary>
public sealed class OneCommitTests
{
    private static readonly AlertOrigin Node = new("main:t:alert2", "shape");

    [Fact]
    public async Task A_renaming_that_is_not_committed_in_whole_leaves_all_as_it_was()
    {
        await using var rig = new AlertRig();
        rig.Alerts.OpenNodeTopic("main:old:alert2", [new NodeHandler("post", RecordingHandler.Answering(_ => Delivery.Retry("down")))]);
        await rig.Define("main:old:alert2", "extra");
        rig.Alerts.Topics.Publish("main:old:alert2", AlertRig.Event("a"), new AlertOrigin("main:old:alert2", "shape"));
        await rig.Alerts.Topics.WhenCommitted();
        await Until.True(() => rig.Owed("main:old:alert2/extra") == 0);

        var rename = () => rig.Alerts.RenameTaskAsync("old", "new", static _ => throw new InvalidOperationException("the end"));
        await rename.Should().ThrowAsync<InvalidOperationException>();
        await rig.Stop();
        rig.Restart();

        rig.Store.LoadTopics().Select(topic => topic.Name).Should().Equal("main:old:alert2");
        rig.Store.LoadTargets().Should().OnlyContain(target => target.Name.Topic == "main:old:alert2");
        rig.Store.LoadHandlers().Should().ContainSingle().Which.Topic.Should().Be("main:old:alert2");
        rig.Store.ReadOpenAlerts("main:old:").Should().ContainSingle();
    }

    [Fact]
    public async Task Handlers_that_wait_for_a_topic_take_the_events_of_the_one_that_gets_its_name()
    {
        await using var rig = new AlertRig();
        var waiting = await rig.Define("main:new:alert2", "h");
        var own = new RecordingHandler();
        rig.Alerts.OpenNodeTopic("main:old:alert2", [new NodeHandler("post", own)]);

        await rig.Alerts.RenameTaskAsync("old", "new", static _ => { });
        await rig.Publish("main:new:alert2", AlertRig.Event("a"));

        await Until.True(() => waiting.TakenCount == 1 && own.TakenCount == 1);
    }

    [Fact]
    public async Task What_is_owed_to_a_target_whose_name_goes_to_another_is_not_left_behind()
    {
        await using var rig = new AlertRig();
        foreach (var task in new[] { "old", "new" })
        {
            rig.Alerts.OpenNodeTopic($"main:{task}:alert2", [new NodeHandler("post", RecordingHandler.Answering(_ => Delivery.Retry("down")))]);
            await rig.Publish($"main:{task}:alert2", AlertRig.Event(task));
        }

        rig.Alerts.DeleteTask("new");
        await rig.Alerts.RenameTaskAsync("old", "new", static _ => { });
        await rig.Kill();
        rig.Restart();

        await Until.True(() => rig.Alerts.Outbox.DeadLetters.Count == 2); // The rig has no handler for either.
        rig.Alerts.Outbox.DeadLetters.List().Select(letter => letter.Event!.Id).Should().BeEquivalentTo("old", "new");
    }

    [Fact]
    public async Task An_end_between_a_node_s_own_topic_and_the_named_one_leaves_neither_told()
    {
        await using var rig = new AlertRig();
        var topics = new Topics(rig.Store, TimeProvider.System, new End(() =>
        {
            rig.Store.WhenCommitted().AsTask().GetAwaiter().GetResult();
            rig.Kill().GetAwaiter().GetResult();
        }));
        EventMatch.TryParse("\"missing\" > 1", out var match, out _).Should().BeTrue();
        topics.Attach("ops", new Subscription.Published(new HandlerTarget("ops", "h"), match, ["other"]));

        var publish = () => topics.Publish(Node.Node, "ops", AlertRig.Event("a"), Node);
        publish.Should().Throw<ObjectDisposedException>();
        rig.Restart();

        rig.Store.ReadOpenAlerts("").Should().BeEmpty();
    }

    [Fact]
    public async Task An_event_of_a_node_reaches_its_own_topic_and_the_named_one()
    {
        await using var rig = new AlertRig();
        var own = new RecordingHandler();
        rig.Alerts.OpenNodeTopic(Node.Node, [new NodeHandler("post", own)]);
        var named = await rig.Define("ops", "h");

        rig.Alerts.Topics.Publish(Node.Node, "ops", AlertRig.Event("a"), Node);
        await rig.Alerts.Topics.WhenCommitted();
        await Until.True(() => own.TakenCount == 1 && named.TakenCount == 1);

        rig.Store.ReadOpenAlerts("main:t:").Select(open => (open.Topic, open.Node)).Should().BeEquivalentTo([(Node.Node, Node.Node), ("ops", Node.Node)]);
    }

    [Theory]
    [InlineData(AlertLevel.Critical, 1)]
    [InlineData(AlertLevel.Ok, 0)]
    public async Task Who_answers_for_a_recovery_does_not_hang_on_what_is_committed_together(AlertLevel last, int open)
    {
        await using var rig = new AlertRig();
        await rig.Publish("ops", AlertRig.Event("b"));
        var isHeld = new TaskCompletionSource();
        using var release = new ManualResetEventSlim();
        _ = rig.Store.CommitAsync(_ =>
        {
            isHeld.TrySetResult();
            release.Wait();
        });
        await isHeld.Task;

        rig.Alerts.Topics.Publish("ops", AlertRig.Event("a"), Node);
        rig.Alerts.Topics.Publish("ops", AlertRig.Event("a", last, 1));
        release.Set();
        await rig.Alerts.Topics.WhenCommitted();

        rig.Store.ReadOpenAlerts(Node.Node).Should().HaveCount(open);
    }

    [Fact]
    public async Task What_was_published_before_an_edit_failed_is_owed_to_handlers()
    {
        await using var rig = new AlertRig();
        var handler = await rig.Define("system", "h");

        var commit = () => rig.Alerts.Topics.CommitAsync(edit =>
        {
            edit.Publish("system", AlertRig.Event("a"));
            throw new InvalidOperationException("a plugin's mistake");
        });
        await commit.Should().ThrowAsync<InvalidOperationException>();

        await Until.True(() => handler.TakenCount == 1);
    }

    [Fact]
    public async Task What_was_published_before_an_edit_failed_that_nobody_waits_for_is_owed_to_handlers()
    {
        await using var rig = new AlertRig();
        var handler = await rig.Define("system", "h");

        var commit = () => rig.Alerts.Topics.Commit(edit =>
        {
            edit.Publish("system", AlertRig.Event("a"));
            throw new InvalidOperationException("a mistake");
        });
        commit.Should().Throw<InvalidOperationException>();

        await Until.True(() => handler.TakenCount == 1);
    }

    /// <summary>The first line is the end.</summary>
    private sealed class End(Action end) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            end();
    }
}
