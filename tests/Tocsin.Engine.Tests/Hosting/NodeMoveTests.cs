using System.Net;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Hosting;

/// <summary>A node that an edit puts before an alert node gives that another name, and nothing else: its alerts are the same.</summary>
public sealed class NodeMoveTests
{
    private const string Post = ".post('http://sink/a')";

    private static readonly string Moved = TaskRig.Alerts.Replace("|alert()", "|where(lambda: TRUE)|alert()", StringComparison.Ordinal) + Post;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_hears_in_order_what_its_node_owes_under_the_old_name_and_the_new(bool isRestarted)
    {
        await using var rig = await OwingAsync();

        await UpdateAsync(rig, Moved);
        if (isRestarted)
            await rig.RestartAsync();
        await rig.Write("m,h=x v=0 2\nm,h=x v=1 3");
        rig.Answer = _ => new HttpResponseMessage();

        await Until.True(() => Passed(rig, 3));
        rig.Posted.Should().Equal("/a x CRITICAL", "/a x OK", "/a x CRITICAL");
        rig.Engine.Alerts.Outbox.Counters.Should().ContainSingle().Which.Target.Topic.Should().Be("main:t:alert3");
    }

    [Fact]
    public async Task What_is_open_stays_open_and_is_not_told_again()
    {
        await using var rig = await OwingAsync();
        rig.Answer = _ => new HttpResponseMessage();
        await Until.True(() => Passed(rig, 1));

        await UpdateAsync(rig, Moved);
        await rig.Write("m,h=x v=1 2\nm,h=x v=0 3");

        await Until.True(() => Passed(rig, 3));
        rig.Posted.Should().Equal("/a x CRITICAL", "/a x CRITICAL", "/a x OK");
        rig.Engine.Alerts.ReadOpenAlerts("main:t:").Should().BeEmpty();
    }

    [Fact]
    public async Task A_name_that_one_node_leaves_and_another_takes_stays_with_its_topic()
    {
        await using var rig = await TaskRig.StartAsync();
        var two = TaskRig.Alerts + Post + "|alert().id('second').crit(lambda: \"v\" > 0.0)" + Post;
        await rig.Define("t", two);
        await rig.Write("m,h=x v=1 1");
        await Until.True(() => rig.Posted.Count == 2);

        await UpdateAsync(rig, two.Replace("|alert()", "|where(lambda: TRUE)|alert()", StringComparison.Ordinal));

        await Until.True(() => Passed(rig, 4));
        rig.Posted.Skip(2).Should().BeEquivalentTo("/a x OK", "/a second OK");
    }

    // Time that passes during an attempt would cut it off.
    private static bool Passed(TaskRig rig, int posts)
    {
        if (rig.Posted.Count >= posts)
            return true;
        if (rig.Engine.Alerts.Outbox.AtWork == 0)
            rig.Time.Advance(TimeSpan.FromSeconds(1));
        return false;
    }

    private static async Task<TaskRig> OwingAsync()
    {
        var rig = await TaskRig.StartAsync();
        rig.Answer = _ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        await rig.Define("t", TaskRig.Alerts + Post);
        await rig.Write("m,h=x v=1 1");
        await Until.True(() => rig.Engine.Alerts.Outbox.AtWork == 0 && rig.Engine.Alerts.Outbox.Counters.Sum(counters => counters.Owed) == 1);
        return rig;
    }

    private static Task UpdateAsync(TaskRig rig, string script) => rig.Tasks.UpdateAsync("t", new TaskChange { Script = script, IsEnabled = true });
}
