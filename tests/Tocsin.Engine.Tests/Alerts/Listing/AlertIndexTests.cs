using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Alerts.Listing;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Alerts.Listing;

public sealed class AlertIndexTests : IAsyncLifetime
{
    private readonly AlertRig _rig = new(time: new FakeTime());

    public Task InitializeAsync() => _rig.Publish(
        "system", AlertRig.Event("old", second: 1), AlertRig.Event("new", second: 9), AlertRig.Event("warm", AlertLevel.Warning), AlertRig.Event("fine", AlertLevel.Ok));

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public void The_worst_come_first_and_of_those_the_newest()
    {
        Ids().Should().Equal("new", "old", "warm");
        _rig.Alerts.Index.Read().Totals.Should().Be(new AlertTotals(Critical: 2, Warning: 1, Info: 0, Unacknowledged: 3));
    }

    [Fact]
    public async Task What_changes_takes_its_place()
    {
        Ids();
        Acknowledge("new");
        Ids().Should().Equal("old", "warm", "new");

        await _rig.Publish("system", AlertRig.Event("old", AlertLevel.Ok), AlertRig.Event("warm", second: 3), AlertRig.Event("more", AlertLevel.Info));
        Ids().Should().Equal("warm", "more", "new");

        await _rig.Alerts.Removal.DeleteAsync("system");
        Ids().Should().BeEmpty();
    }

    [Fact]
    public async Task What_shadows_raise_is_in_no_list()
    {
        Ids().Should().HaveCount(3);

        await _rig.Publish("shadow:cpu.shadow:alert2", AlertRig.Event("tried"));

        Ids().Should().Equal("new", "old", "warm");
        _rig.Alerts.Activities.List(new AlertQuery()).Select(alert => alert.Id).Should().NotContain("tried");
        _rig.Alerts.Activities.TopicsKnowing("tried").Should().BeEmpty();
        _rig.Alerts.Activities.List(new AlertQuery { Topic = "shadow:cpu.shadow:alert2" }).Select(alert => alert.Id).Should().Equal("tried");
    }

    [Fact]
    public async Task A_list_that_is_kept_up_is_the_list_that_is_made_anew()
    {
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            await _rig.Publish("t" + random.Next(3), AlertRig.Event("id" + random.Next(20), (AlertLevel)random.Next(4), random.Next(50)));
            if (random.Next(4) == 0)
                _rig.Alerts.Activities.Record("t0", "id" + random.Next(20), Care(ActivityKind.Acknowledged));
            var kept = Places(_rig.Alerts.Index.Read());
            using var fresh = new AlertIndex(_rig.Alerts.Topics, _rig.Alerts.Activities, TimeProvider.System);
            kept.Should().Equal(Places(fresh.Read()), "round {0}", round);
        }
    }

    [Theory]
    [InlineData(25)]
    [InlineData(90)]
    public async Task Many_that_change_at_once_are_as_their_last_events_say(int changed)
    {
        AlertEvent Of(int number, string host) => AlertRig.Event($"id{number}", second: number) with { Tags = new Dictionary<string, string> { ["host"] = host } };
        await _rig.Publish("many", [.. Enumerable.Range(0, 100).Select(number => Of(number, "before"))]);
        _rig.Alerts.Index.Read();

        await _rig.Publish("many", [.. Enumerable.Range(0, changed).Select(number => Of(number, "after"))]);

        var hosts = Page(new AlertPageQuery { Limit = 200 }).Alerts.Where(alert => alert.Topic == "many").ToDictionary(alert => alert.Id, alert => alert.Event.Tags["host"]);
        hosts.Should().BeEquivalentTo(Enumerable.Range(0, 100).ToDictionary(number => $"id{number}", number => number < changed ? "after" : "before"));
    }

    [Fact]
    public void Pages_follow_each_other_although_alerts_come_and_go()
    {
        var first = Page(new AlertPageQuery { Limit = 2 });
        (first.HasMore, first.Alerts.Count).Should().Be((true, 2));
        _rig.Alerts.Topics.Publish("system", AlertRig.Event("old", AlertLevel.Ok));
        _rig.Alerts.Topics.Publish("system", AlertRig.Event("newest", second: 20));

        var second = Page(new AlertPageQuery { Limit = 2, After = first.Alerts[^1].Place });

        (second.HasMore, string.Join(' ', second.Alerts.Select(alert => alert.Id)), second.Totals.All).Should().Be((false, "warm", 3));
    }

    [Theory]
    [InlineData("worst", "new old warm")]
    [InlineData("newest", "new old warm")]
    [InlineData("oldest", "warm old new")]
    [InlineData("id", "new old warm")]
    public void Orders_have_names(string sort, string ids) => string.Join(' ', Page(new AlertPageQuery { Limit = 9, Sort = sort }).Alerts.Select(alert => alert.Id)).Should().Be(ids);

    [Theory]
    [InlineData("NEW", "new")]
    [InlineData("system critical", "new old")]
    [InlineData("level=warning", "warm")]
    [InlineData("topic=system id=old", "old")]
    [InlineData("topic=sys", "")]
    [InlineData("host=web-1", "tagged")]
    [InlineData("web-", "tagged")]
    public async Task All_words_must_be_there(string text, string ids)
    {
        await _rig.Publish("system", AlertRig.Event("tagged", AlertLevel.Info) with { Tags = new Dictionary<string, string> { ["host"] = "web-1" } });

        string.Join(' ', Page(new AlertPageQuery { Limit = 9, Search = AlertSearch.Of(text) }).Alerts.Select(alert => alert.Id)).Should().Be(ids);
    }

    [Fact]
    public async Task Folds_count_what_they_hold_and_open_by_their_key()
    {
        await _rig.Publish("other", AlertRig.Event("x", AlertLevel.Info));

        var folded = Page(new AlertPageQuery { Limit = 9, Group = "topic" });

        folded.Folds.Select(fold => (fold.Key, fold.Totals.All)).Should().Equal(("system", 3), ("other", 1));
        (folded.Alerts.Count, folded.FoldCount).Should().Be((0, 2));
        Page(new AlertPageQuery { Limit = 9, Group = "topic", Fold = "other" }).Alerts.Select(alert => alert.Id).Should().Equal("x");
    }

    [Fact]
    public async Task What_a_node_has_in_its_own_topic_and_in_a_named_one_is_listed_once()
    {
        var alert = AlertRig.Event("cpu", second: 30) with { TaskName = "task" };
        await _rig.Publish("main:task:alert2", alert);
        Topics("cpu").Should().Equal("main:task:alert2");

        await _rig.Publish("cpu", alert);
        Topics("cpu").Should().Equal("cpu");

        await _rig.Publish("cpu", alert with { Level = AlertLevel.Ok });
        Topics("cpu").Should().Equal("main:task:alert2");

        await _rig.Publish("cpu", alert with { TaskName = "another" });
        Topics("cpu").Should().BeEquivalentTo("cpu", "main:task:alert2");
    }

    [Fact]
    public async Task Who_follows_hears_of_changes_and_ends_since_a_number()
    {
        var number = _rig.Alerts.Index.Read().Number;
        Acknowledge("warm");
        await _rig.Publish("system", AlertRig.Event("old", AlertLevel.Ok));

        var difference = _rig.Alerts.Index.ReadAfter(number)!;

        difference.Changed.Select(alert => (alert.Id, alert.IsAcknowledged)).Should().Equal(("warm", true));
        difference.Gone.Should().Equal(("system", "old"));
        difference.Now.Number.Should().Be(number + 2);
        _rig.Alerts.Index.ReadAfter(difference.Now.Number)!.Changed.Should().BeEmpty();
    }

    [Fact]
    public void Who_is_too_far_behind_is_told_so()
    {
        var number = _rig.Alerts.Index.Read().Number;
        for (var i = 0; i <= TopicChanges.Kept; i++)
            _rig.Alerts.Topics.Publish("system", AlertRig.Event("flood", (AlertLevel)(i % 4), i));

        _rig.Alerts.Index.ReadAfter(number).Should().BeNull();
        _rig.Alerts.Index.ReadAfter(_rig.Alerts.Index.Number + 1).Should().BeNull("a number of another run says nothing");
        Ids().Should().Contain("new");
    }

    private IEnumerable<string> Ids() => _rig.Alerts.Index.Read().Worst.Select(alert => alert.Id);

    private IEnumerable<string> Topics(string id) => _rig.Alerts.Index.Read().Worst.Where(alert => alert.Id == id).Select(alert => alert.Topic);

    private static IEnumerable<AlertPlace> Places(AlertSnapshot snapshot) => snapshot.Worst.Select(alert => alert.Place);

    private AlertPage Page(AlertPageQuery query) => _rig.Alerts.Index.Read().Page(query);

    private void Acknowledge(string id) => _rig.Alerts.Activities.Record("system", id, Care(ActivityKind.Acknowledged));

    private static AlertActivity Care(ActivityKind kind) => new() { Kind = kind, By = "dana", System = AlertActivities.OwnSystem, At = DateTimeOffset.UnixEpoch };
}
