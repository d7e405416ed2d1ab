using Tocsin.Alerting.Alerts.Pacing;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Engine.Drills;
using Tocsin.Engine.Hosting;
using Tocsin.Sdk;
using Tocsin.Testing;

namespace Tocsin.Engine.Tests.Drills;

/// <summary>Drills that are made when they are due, and the alert that says that one has not arrived.</summary>
public sealed class DrillScheduleTests : IAsyncLifetime
{
    private const string Hourly = "id: hourly\nname: system\ncron: '0 * * * *'\nalarm: ops\nwait: 10s\n";

    private readonly FakeTime _time = new(new DateTimeOffset(2026, 1, 1, 8, 30, 0, TimeSpan.Zero));
    private readonly TempFolder _folder = new();

    // Set before every test.
    private AlertEngine _engine = null!;

    public Task InitializeAsync() => StartAsync();

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_drill_is_made_when_it_is_due_and_nothing_is_said_when_it_arrives()
    {
        await AddAsync("pager");
        await DefineAsync(Hourly);

        await MadeAsync();

        var drill = _engine.Drills.All.Should().ContainSingle().Which;
        drill.Problem.Should().BeEmpty();
        drill.Arrived.Should().Equal("system/pager");
        drill.Last!.Value.Hour.Should().Be(9); // It was made.
        drill.Next.Should().Be(new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.Zero));
        (await File.ReadAllTextAsync(Log("pager"))).Should().Contain("DRILL: a test of the way to you, by schedule hourly. Nothing is wrong.").And.Contain("DRILL: the test is over.");
        Alarm().Should().BeNull();
        _engine.Alerts.Topics.ListEvents("system").Should().BeEmpty("a drill leaves nothing");
    }

    [Fact]
    public async Task One_that_does_not_arrive_is_an_alert_until_it_arrives_again()
    {
        await AddAsync("pager", "\"host\" == 'web'");
        await DefineAsync(Hourly);

        await MadeAsync();
        Alarm()!.Value.Level.Should().Be(AlertLevel.Critical); // It is there.
        Alarm()!.Value.Message.Should().Be("drill hourly of system has not arrived: no handler of system took it");
        await AddAsync("mail");
        await MadeAsync();

        Alarm()!.Value.Level.Should().Be(AlertLevel.Ok); // It is over.
        Alarm()!.Value.Message.Should().Be("drill hourly of system arrives again: system/mail");
    }

    [Fact]
    public async Task A_handler_that_must_deliver_is_missed_although_others_do()
    {
        await AddAsync("mail");
        await AddAsync("pager", "\"host\" == 'web'");
        await DefineAsync(Hourly + "handlers: [system/pager]\n");

        await MadeAsync();

        Alarm()!.Value.Message.Should().Be("drill hourly of system has not arrived: system/pager: did not take it"); // It is there.
    }

    [Theory]
    [InlineData("""{"group":{"by":["host"],"wait":"30s","interval":"5m"}}""")]
    [InlineData("""{"repeat":"4h"}""")]
    [InlineData("""{"limit":{"count":1,"per":"24h"}}""")]
    [InlineData("""{"after":"15m"}""")]
    [InlineData("""{"after":"15m","unless":"acknowledged"}""")]
    public async Task No_pace_of_a_handler_holds_a_drill_or_its_end(string delivery)
    {
        await AddAsync("pager", delivery: delivery);
        await DefineAsync(Hourly);

        await MadeAsync();
        await MadeAsync();

        var drill = _engine.Drills.All.Should().ContainSingle().Which;
        (drill.Problem, string.Join(' ', drill.Arrived)).Should().Be(("", "system/pager"));
        (await File.ReadAllLinesAsync(Log("pager"))).Select(line => line.Contains("DRILL: the test is over.")).Should().Equal(false, true, false, true);
        Alarm().Should().BeNull();
        _engine.Alerts.Silences.CountPutOff(HoldCause.Group).Should().Be(0);
        _engine.Alerts.Topics.ListEvents("system").Should().BeEmpty("a drill leaves nothing");
    }

    [Fact]
    public async Task An_alert_with_the_tag_of_drills_keeps_its_pace()
    {
        await AddAsync("pager", delivery: """{"after":"15m"}""");

        _engine.Alerts.Topics.Publish("system", new AlertEvent
        {
            Topic = "", Id = "drill:7", Level = AlertLevel.Critical, UnixNanoseconds = 1, Tags = new Dictionary<string, string> { ["drill"] = "true" },
        });
        await _engine.Alerts.Topics.WhenCommitted();

        _engine.Alerts.Silences.CountPutOff(HoldCause.After).Should().Be(1, "an oil well has drills, too");
    }

    [Fact]
    public async Task A_silence_keeps_a_drill_back_and_that_is_an_alert()
    {
        await AddAsync("pager", delivery: """{"after":"15m"}""");
        await _engine.Alerts.Silences.DefineAsync(ConfigJson.Parse("""{"id":"s","matchers":["topic=\"system\""],"until":"2027-01-01T00:00:00Z"}"""));
        await DefineAsync(Hourly);

        await MadeAsync();

        Alarm()!.Value.Message.Should().EndWith("system/pager: a silence kept it back"); // It is there.
        File.Exists(Log("pager")).Should().BeFalse();
        _engine.Alerts.Topics.ListEvents("system").Should().BeEmpty("a drill leaves nothing");
    }

    [Fact]
    public async Task A_path_that_is_gone_is_an_alert()
    {
        await DefineAsync(Hourly);

        await MadeAsync();

        Alarm()!.Value.Message.Should().Contain("there is no topic and no task 'system'"); // It is there.
    }

    [Fact]
    public async Task What_is_scheduled_and_how_it_went_survives_a_restart()
    {
        await DefineAsync(Hourly);
        await MadeAsync();
        var before = _engine.Drills.All[0];

        await _engine.DisposeAsync();
        await StartAsync();

        _engine.Drills.All.Should().ContainSingle().Which.Should().Match<DrillStatus>(drill =>
            drill.Definition.Id == "hourly" && drill.Last == before.Last && drill.Problem == before.Problem && drill.Next == new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.Zero));
        await AddAsync("pager");
        await MadeAsync();
        Alarm()!.Value.Level.Should().Be(AlertLevel.Ok); // The alert was kept, too.
    }

    [Fact]
    public async Task A_drill_that_a_death_left_open_is_ended_at_the_next_start()
    {
        await AddAsync("pager");
        _engine.Alerts.Topics.Publish("system", new AlertEvent { Topic = "", Id = $"drill:{Guid.NewGuid():N}", Level = AlertLevel.Critical, UnixNanoseconds = 1 });
        _engine.Alerts.Topics.Publish("system", new AlertEvent { Topic = "", Id = "drill:of a well", Level = AlertLevel.Critical, UnixNanoseconds = 1 });
        await _engine.Alerts.Topics.WhenCommitted();

        await _engine.DisposeAsync();
        await StartAsync();

        _engine.Alerts.Topics.ListEvents("system").Should().ContainSingle().Which.Id.Should().Be("drill:of a well");
    }

    [Fact]
    public async Task With_the_drill_its_alert_is_over()
    {
        await DefineAsync(Hourly);
        await MadeAsync();

        (await _engine.Drills.DeleteAsync("hourly")).Should().BeTrue();

        Alarm()!.Value.Level.Should().Be(AlertLevel.Ok); // It was there.
        _engine.Drills.All.Should().BeEmpty();
        (await _engine.Drills.DeleteAsync("hourly")).Should().BeFalse();
    }

    [Fact]
    public async Task Where_another_topic_is_alarmed_the_alert_on_the_old_one_is_over()
    {
        await DefineAsync(Hourly);
        await MadeAsync();

        await DefineAsync(Hourly.Replace("alarm: ops", "alarm: night", StringComparison.Ordinal));

        Alarm()!.Value.Level.Should().Be(AlertLevel.Ok); // It was there.
        Alarm()!.Value.Message.Should().Be("drill hourly is reported to the topic night now");
    }

    [Fact]
    public async Task What_cannot_be_kept_is_refused_and_what_was_before_stays_in_force()
    {
        await DefineAsync(Hourly);
        await _engine.Alerts.Topics.WhenCommitted();
        _engine.Store.LimitTo(1);

        var defining = () => DefineAsync(Hourly.Replace("system", new string('s', 10_000), StringComparison.Ordinal));
        await defining.Should().ThrowAsync<StoreException>();

        _engine.Drills.All.Should().ContainSingle().Which.Definition.Name.Should().Be("system");
        _engine.Store.LimitTo(0);
        await DefineAsync(Hourly.Replace("system", "other", StringComparison.Ordinal));
        _engine.Drills.All.Should().ContainSingle().Which.Definition.Name.Should().Be("other");
    }

    [Fact]
    public async Task One_that_is_kept_but_cannot_be_read_is_reported_and_stays_until_it_is_deleted()
    {
        var row = new DrillRow("hourly", """{"id":"hourly","from":"a newer server"}""", null, "", "");
        await _engine.Store.CommitAsync(writer => writer.SaveDrill(row));
        await _engine.DisposeAsync();
        await StartAsync();

        _engine.Drills.All.Should().BeEmpty();
        _engine.Drills.Failed.Should().Equal("hourly");
        await DefineAsync(Hourly.Replace("hourly", "another", StringComparison.Ordinal));
        _engine.Store.LoadDrills().Should().HaveCount(2).And.Contain(row);

        (await _engine.Drills.DeleteAsync("hourly")).Should().BeTrue();
        _engine.Drills.Failed.Should().BeEmpty();
        _engine.Store.LoadDrills().Should().ContainSingle().Which.Id.Should().Be("another");
    }

    [Fact]
    public async Task Drills_are_in_the_copy_of_the_database()
    {
        await DefineAsync(Hourly);
        await MadeAsync();
        await Until.True(() => _engine.Store.LoadDrills()[0].LastUnixMilliseconds is not null, _time, TimeSpan.FromSeconds(5));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "copy"));

        _engine.Store.CopyTo(Path.Combine(_folder.Path, "copy", SqliteStateStore.FileName));

        var before = _engine.Store.LoadDrills();
        await using var copy = SqliteStateStore.Open(new StoreSettings { Folder = Path.Combine(_folder.Path, "copy") });
        copy.LoadDrills().Should().Equal(before);
    }

    [Theory]
    [InlineData("id: a\nname: system\nalarm: ops\n", "a.yaml:1:1: a drill needs cron: when, such as '0 9 * * 1' for Mondays at nine")]
    [InlineData("id: a\nname: system\ncron: '0 9 * * 1'\n", "a.yaml:1:1: a drill needs alarm")]
    [InlineData("id: a\nname: system\ncron: monday\nalarm: ops\n", "a.yaml:3:7: cron: 'monday' isn't a cron expression: it has 1 fields")]
    [InlineData("id: a\nname: system\ncron: '*/10 * * * * * *'\nalarm: ops\n", "is due more often than once a minute")]
    [InlineData("id: a\nname: system\ncron: '0 9 * * 1 1999'\nalarm: ops\n", "is never due")]
    [InlineData("id: a\nname: system\ncron: '@daily'\nalarm: ops\nzone: Mars\n", "there is no zone 'Mars'")]
    [InlineData("id: a\nname: system\ncron: '@daily'\nalarm: ops\nwait: 2h\n", "a.yaml:5:7: wait may be 10 min at most, not '2h'")]
    [InlineData("id: a\nname: system\ncron: '@daily'\nalarm: ops\nlevel: OK\n", "INFO, WARNING or CRITICAL, not 'OK'")]
    [InlineData("id: a\nname: system\ncron: '@daily'\nalarm: ops\nhandlers: pager\n", "handlers must be a list of handlers such as system/pager")]
    [InlineData("id: a\nname: system\ncron: '@daily'\nalarms: ops\n", "a drill has no key 'alarms'; did you mean 'alarm'?")]
    public void What_is_wrong_with_one_is_said_with_its_place(string yaml, string message)
    {
        var (entries, problems) = DrillFile.Parse(yaml, "a.yaml");

        entries.Should().BeEmpty();
        problems.Select(problem => problem.ToString()).Should().Contain(problem => problem.Contains(message));
    }

    private string Log(string name) => Path.Combine(_folder.Path, name + ".log").Replace('\\', '/');

    private async Task DefineAsync(string yaml) => (await _engine.Drills.DefineAsync(DrillFile.Parse(yaml, "a.yaml").Entries[0].Definition)).Should().BeNull();

    private async Task AddAsync(string id, string match = "", string? delivery = null) => (await _engine.Alerts.Handlers.CreateAsync(
        new HandlerSpec { Topic = "system", Id = id, Kind = "log", Match = match, OptionsJson = $"{{\"path\":\"{Log(id)}\"}}", DeliveryJson = delivery })).Should().BeNull();

    /// <summary>Lets time pass until the drill was made once more.</summary>
    private async Task MadeAsync()
    {
        var before = _engine.Drills.All[0].Last;
        await Until.True(() => _engine.Drills.All[0].Last != before, _time, TimeSpan.FromSeconds(5));
    }

    private EventState? Alarm() => _engine.Alerts.Topics.TryGetState("ops", "drill/hourly", out var state) ? state : null;

    private async Task StartAsync()
    {
        _engine = new AlertEngine(new EngineSettings { DataFolder = Path.Combine(_folder.Path, "data"), Time = _time });
        await _engine.StartAsync();
    }
}
