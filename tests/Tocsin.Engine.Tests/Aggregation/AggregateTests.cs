using System.Text;
using Tocsin.Alerting.Definitions;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Aggregation;

public sealed class AggregateTests
{
    private const string TwoSeconds = "{\"id\":\"aggid\",\"interval\":\"2s\",\"topic\":\"rollup\"}";

    [Fact]
    public async Task Events_of_an_interval_become_one()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        await Aggregates(rig, TwoSeconds);
        var handler = await rig.Define("rollup", "h");

        await rig.Publish(
            "system",
            AlertRig.Event("a", AlertLevel.Info, 5) with { DurationNanoseconds = 9, Data = "{\"series\":[{\"name\":\"x\"}]}"u8.ToArray() },
            AlertRig.Event("b", AlertLevel.Critical, 3) with { DurationNanoseconds = 4 },
            AlertRig.Event("c", AlertLevel.Ok, 4) with { Data = "{\"series\":[{\"name\":\"y\"}]}"u8.ToArray() });
        await Until.True(() => handler.TakenCount == 1, time, TimeSpan.FromSeconds(2));

        var alert = handler.Taken[0];
        alert.Should().BeEquivalentTo(new
        {
            Id = "aggid",
            Topic = "rollup",
            Level = AlertLevel.Critical,
            Message = "Received 3 events in the last 2s.",
            Details = "a is INFO at 5\nb is CRITICAL at 3\nc is OK at 4",
            UnixNanoseconds = 1577836805_000000000,
            DurationNanoseconds = 9,
            Recoverable = false,
            Name = "",
            TaskName = "",
        });
        Encoding.UTF8.GetString(alert.Data.Span).Should().Be("{\"series\":[{\"name\":\"x\"},{\"name\":\"y\"}]}");

        time.Advance(TimeSpan.FromSeconds(10));
        await rig.Alerts.Topics.WhenCommitted();
        handler.TakenCount.Should().Be(1);
    }

    [Fact]
    public async Task What_was_gathered_survives_a_kill()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        await Aggregates(rig, TwoSeconds);
        var handler = await rig.Define("rollup", "h");
        await rig.Publish("system", AlertRig.Event("a"), AlertRig.Event("b"));

        await rig.Kill();
        rig.Restart();
        await rig.Publish("system", AlertRig.Event("c"));
        await Until.True(() => handler.TakenCount == 1, time, TimeSpan.FromSeconds(2));

        handler.Taken[0].Message.Should().Be("Received 3 events in the last 2s.");
    }

    [Fact]
    public async Task The_message_may_be_a_template()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time);
        await Aggregates(rig, "{\"interval\":500000000,\"topic\":\"rollup\",\"message\":\"{{ .Count }} in {{ .Interval }}\"}");
        var handler = await rig.Define("rollup", "h");

        await rig.Publish("system", AlertRig.Event("a"));
        await Until.True(() => handler.TakenCount == 1, time, TimeSpan.FromSeconds(2));

        handler.Taken[0].Should().BeEquivalentTo(new { Id = "system:agg", Message = "1 in 500ms" });
    }

    [Fact]
    public async Task A_deleted_aggregate_publishes_what_it_has()
    {
        await using var rig = new AlertRig(time: new FakeTime());
        await Aggregates(rig, TwoSeconds);
        var handler = await rig.Define("rollup", "h");
        await rig.Publish("system", AlertRig.Event("a"));

        await rig.Alerts.Handlers.DeleteAsync("system", "agg");
        await Until.True(() => handler.TakenCount == 1);
    }

    [Theory]
    [InlineData("{\"topic\":\"x\"}", "*needs the option 'interval'")]
    [InlineData("{\"topic\":\"x\",\"interval\":0}", "*'interval'*above 0*")]
    [InlineData("{\"topic\":\"x\",\"interval\":-5}", "*not below 0, not the number -5")]
    [InlineData("{\"topic\":\"x\",\"interval\":5}", "*such as 5s or 5ms (a whole number counts nanoseconds: 5 is 5 ns), not the number 5")]
    [InlineData("{\"topic\":\"x\",\"interval\":\"1us\"}", "*of at least 1ms, not the text \"1us\"")]
    [InlineData("{\"topic\":\"x\",\"interval\":\"1 sec\"}", "*handler kind 'aggregate': option 'interval' must be a duration such as 10s*, not the text \"1 sec\"")]
    [InlineData("{\"interval\":\"1s\"}", "*needs the option 'topic'")]
    [InlineData("{\"topic\":\"x\",\"interval\":\"1s\",\"message\":\"{{.Count\"}", "*template: message:1*")]
    [InlineData("{\"topic\":\"x\",\"interval\":\"1s\",\"message\":\"{{.Nope}}\"}", "*template: message:1:*Nope*")]
    [InlineData("{\"topic\":\"x\",\"interval\":\"1s\",\"size\":1}", "*has no option 'size'; known are topic, interval, id, message")]
    [InlineData("[]", "*must be keys with values, not a list")]
    public async Task Bad_options_are_refused(string options, string message)
    {
        await using var rig = new AlertRig();

        var error = await rig.Alerts.Handlers.CreateAsync(AlertRig.Spec("system", "agg", kind: "aggregate", options: options));

        error!.Message.Should().Match(message).And.StartWith("failed to create handler: ");
    }

    private static async Task Aggregates(AlertRig rig, string options) =>
        (await rig.Alerts.Handlers.CreateAsync(AlertRig.Spec("system", "agg", kind: "aggregate", options: options))).Should().BeNull();
}
