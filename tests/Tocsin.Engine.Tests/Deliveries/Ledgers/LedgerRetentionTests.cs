using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Deliveries.Ledgers;

public sealed class LedgerRetentionTests
{
    [Fact]
    public async Task Only_the_newest_entries_are_kept()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time, ledger: new LedgerOptions { Rows = 10 });
        await PublishAndWait(rig, 2500);

        // More than one bite of the pruning.
        await Until.True(() => rig.Ended().Count == 10, time, TimeSpan.FromSeconds(30));

        rig.Ended().Select(entry => entry.Number).Should().Equal(Enumerable.Range(2491, 10).Select(number => (long)number));
    }

    [Fact]
    public async Task Entries_go_when_they_are_too_old_but_the_last_holds_the_place_of_the_next()
    {
        var time = new FakeTime();
        await using var rig = new AlertRig(time: time, ledger: new LedgerOptions { Keep = TimeSpan.FromHours(1) });
        await PublishAndWait(rig, 5);
        time.Advance(TimeSpan.FromMinutes(40));
        await PublishAndWait(rig, 3);
        rig.Ended().Should().HaveCount(8);

        await Until.True(() => rig.Ended().Count < 8, time, TimeSpan.FromMinutes(1));
        rig.Ended().Select(entry => entry.Number).Should().Equal(6, 7, 8);
        await Until.True(() => rig.Ended().Count == 1, time, TimeSpan.FromMinutes(1));
        await PublishAndWait(rig, 1);

        rig.Ended().Select(entry => entry.Number).Should().Equal(8, 9);
    }

    [Theory]
    [InlineData(0, 1, "keep")]
    [InlineData(1, 0, "rows")]
    public void Limits_that_keep_nothing_are_refused(int hours, long rows, string option)
    {
        var options = new LedgerOptions { Keep = TimeSpan.FromHours(hours), Rows = rows };

        options.Check().Should().ContainSingle().Which.Option.Should().Be(option);
    }

    private static async Task PublishAndWait(AlertRig rig, int count)
    {
        const string Handler = "h";
        if (!rig.Handlers.ContainsKey(Handler))
            await rig.Define("system", Handler);
        var before = rig.Ended().Count;
        await rig.Publish("system", [.. Enumerable.Range(0, count).Select(i => AlertRig.Event($"id{i % 3}", second: i))]);
        await Until.True(() => rig.Ended().Count == before + count);
    }
}
