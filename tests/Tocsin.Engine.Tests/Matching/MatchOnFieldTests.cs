using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Matching;

/// <summary>Handlers choose events by fields and by any tag of the data, and one that cannot choose is known for it.</summary>
public sealed class MatchOnFieldTests
{
    private const string Script =
        "stream|from().measurement('disk').groupBy('host')|alert().crit(lambda: \"used\" > 80.0).id('{{ index .Tags \"host\" }}').details('').topic('mf')";

    [Fact]
    public async Task Fields_and_tags_are_seen()
    {
        await using var rig = await StartAsync(("field", "\"used\" > 95.0"), ("group", "\"host\" == 'a'"), ("other", "\"team\" == 'db'"));

        await rig.Write("disk,host=a,team=db used=85.5 1700000000\ndisk,host=b,team=web used=97.5 1700000001");

        await Until.True(() => rig.Posted.Count == 3);
        rig.Posted.Order(StringComparer.Ordinal).Should().Equal("/field b CRITICAL", "/group a CRITICAL", "/other a CRITICAL");
    }

    [Fact]
    public async Task An_alert_that_is_closed_without_data_is_matched_by_what_it_had()
    {
        await using var rig = await StartAsync(("field", "\"used\" > 95.0"));
        await rig.Write("disk,host=b,team=web used=97.5 1700000001");
        await rig.RestartAsync();
        await rig.Pass(0);

        await rig.Tasks.DeleteAsync("t");
        rig.Time.Advance(TimeSpan.FromMinutes(5));

        await Until.True(() => rig.Posted.Count == 2);
        rig.Posted.Should().Equal("/field b CRITICAL", "/field b OK");
    }

    [Fact]
    public async Task A_match_that_fails_is_counted_at_its_handler()
    {
        await using var rig = await StartAsync(("never", "\"nope\" > 1.0"), ("often", "\"extra\" > 1.0"), ("good", "level() == CRITICAL"));

        await rig.Write("disk,host=a used=85.5 1\ndisk,host=b used=97.5,extra=2.0 1");

        var counters = rig.Engine.Alerts.Topics.MatchCounters();
        counters[new HandlerTarget("mf", "never")].Should().Be(new MatchCounters("\"nope\" > 1.0", 2, 2, "no tag or field exists for nope"));
        counters[new HandlerTarget("mf", "never")].FailsAlways.Should().BeTrue();
        (counters[new HandlerTarget("mf", "often")].Failed, counters[new HandlerTarget("mf", "often")].FailsAlways).Should().Be((1, false));
        (counters[new HandlerTarget("mf", "good")].Asked, counters[new HandlerTarget("mf", "good")].Failed, counters[new HandlerTarget("mf", "good")].LastError).Should().Be((2, 0, ""));
    }

    [Fact]
    public void A_match_that_fails_for_each_of_many_events_does_not_fill_the_log()
    {
        var log = new LogLines();
        var handler = new Subscription.Published(new HandlerTarget("mf", "never"), EventMatch.TryParse("\"nope\" > 1.0", out var match, out _) ? match : null, []);
        var time = new FakeTime();

        for (var i = 0; i < 1000; i++)
            handler.Takes(AlertRig.Event($"e{i}"), log, time).Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(10));
        handler.Takes(AlertRig.Event("last"), log, time);

        log.Lines.Should().HaveCount(2);
        log.Lines[1].Should().Contain("id=last unlogged=999 err=no tag or field exists for nope");
    }

    private static async Task<TaskRig> StartAsync(params (string Id, string Match)[] handlers)
    {
        var rig = await TaskRig.StartAsync();
        foreach (var (id, match) in handlers)
        {
            (await rig.Engine.Alerts.Handlers.CreateAsync(
                new HandlerSpec { Topic = "mf", Id = id, Kind = "post", Match = match, OptionsJson = $"{{\"url\":\"http://sink/{id}\"}}" })).Should().BeNull();
        }

        await rig.Define("t", Script);
        return rig;
    }
}
