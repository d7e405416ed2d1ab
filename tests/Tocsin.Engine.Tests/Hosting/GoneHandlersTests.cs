using System.Net;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Hosting;

/// <summary>A handler of a script that is gone, and has nothing more to do, is counted no more.</summary>
public sealed class GoneHandlersTests
{
    private const string Script = TaskRig.Alerts + ".post('http://sink/a')";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handlers_of_deleted_tasks_are_counted_no_more(bool isRestarted)
    {
        await using var rig = await TaskRig.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await rig.Define($"t{i}", Script);
            await rig.Write($"m,h=of{i} v=1 1");
            await rig.WhenDelivered();
            await rig.Tasks.DeleteAsync($"t{i}");
        }

        if (isRestarted)
            await rig.RestartAsync();
        rig.Engine.Alerts.Outbox.Counters.Should().BeEmpty("nothing is owed while their alerts are to be closed");
        rig.Time.Advance(TimeSpan.FromMinutes(6));
        await Until.True(() => rig.Posted.Count(posted => posted.EndsWith("OK", StringComparison.Ordinal)) == 5);

        await Until.True(() => rig.Engine.Alerts.Outbox.Counters.Count == 0);
        var ended = rig.Engine.Alerts.Ledger.Read(new LedgerFilter());
        ended.Select(entry => entry.TargetName).Distinct().Should().HaveCount(5).And.OnlyContain(target => target.StartsWith("main:t"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_owes_something_is_counted_until_it_does_not(bool isRestarted)
    {
        await using var rig = await TaskRig.StartAsync();
        rig.Answer = _ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        await rig.Define("t", Script);
        await rig.Write("m,h=x v=1 1");
        await Until.True(() => rig.Engine.Alerts.Outbox.AtWork == 0 && rig.Engine.Alerts.Outbox.Counters.Any(counters => counters.Failed > 0));
        await rig.Tasks.DeleteAsync("t");
        if (isRestarted)
            await rig.RestartAsync();

        await Until.True(() => rig.Engine.Alerts.Outbox.AtWork == 0);
        rig.Engine.Alerts.Outbox.Counters.Should().ContainSingle().Which.Owed.Should().Be(1);
        rig.Answer = _ => new HttpResponseMessage();
        await Until.True(() => rig.Posted.Count == 1, rig.Time, TimeSpan.FromSeconds(1));

        await Until.True(() => rig.Engine.Alerts.Outbox.Counters.Count == 0);
    }

    [Theory]
    [InlineData("stream|from().measurement('m')|alert().id('x').crit(lambda: FALSE)")]
    [InlineData("stream|from().measurement('m')|httpOut('x')")]
    [InlineData("stream|from().measurement('m')|httpOut('x')|alert().crit(lambda: FALSE).log('/dev/null')")]
    public async Task Handlers_that_a_script_has_no_more_are_counted_no_more(string script)
    {
        await using var rig = await TaskRig.StartAsync(Script, "m,h=x v=1 1");
        await rig.WhenDelivered();
        var before = rig.Engine.Alerts.Outbox.Counters.Single().Target;

        await rig.Tasks.UpdateAsync("t", new TaskChange { Script = script, IsEnabled = true });

        await Until.True(() => rig.Engine.Alerts.Outbox.Counters.All(counters => counters.Target != before));
    }
}
