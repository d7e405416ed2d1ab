using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Tasks;

public sealed class TaskRegistryTests : IAsyncLifetime
{
    // Accepted by the language, refused when it starts.
    private const string CannotStart = "stream|from()|httpPost().endpoint('nowhere')";

    private TaskRig _rig = null!; // Made before each test.

    public async Task InitializeAsync() => _rig = await TaskRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task A_server_stops_although_its_disk_is_full_and_acknowledges_nothing_that_it_could_not_write()
    {
        await _rig.Define("t", TaskRig.Alerts.Replace(".crit(", ".topic('ops').crit(", StringComparison.Ordinal));
        _rig.Engine.Store.LimitTo(1);
        _rig.Engine.Store.Enqueue(new WrittenChange(writer => writer.SaveTask(new TaskRecord { Id = "big", Type = "stream", Script = new string('x', 1_000_000) })));
        await Until.True(() => _rig.Engine.Store.Status.Failure is not null);
        var write = _rig.Write("m,h=a v=1 1");

        await _rig.RestartAsync().WaitAsync(TimeSpan.FromSeconds(30));

        await ((Func<Task>)(() => write)).Should().ThrowAsync<StoreException>();
        await _rig.Write("m,h=a v=1 1");
        _rig.Engine.Alerts.Topics.TryGetState("ops", "a", out _).Should().BeTrue();
    }

    [Fact]
    public async Task A_rename_that_is_the_first_change_to_meet_a_full_disk_is_refused_and_changes_nothing()
    {
        await _rig.Define("t", TaskRig.Alerts);
        var change = new TaskChange { Id = "u", Script = $"// {new string('x', 900_000)}\n{TaskRig.Alerts}" };
        _rig.Engine.Store.LimitTo(1);

        await FluentActions.Awaiting(() => _rig.Tasks.UpdateAsync("t", change).WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<StoreException>();
        _rig.Tasks.Tasks.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Id = "t", Script = TaskRig.Alerts });
        _rig.Engine.Running.Find("t").Should().NotBeNull();
        _rig.Engine.Store.Status.Failure.Should().BeNull("nothing waits");

        _rig.Engine.Store.LimitTo(0);
        await _rig.Tasks.UpdateAsync("t", change);
        await _rig.RestartAsync();
        _rig.Engine.Running.All.Should().ContainSingle().Which.Id.Should().Be("u");
    }

    [Fact]
    public async Task A_new_task_is_disabled_unless_the_request_says_otherwise()
    {
        var task = await _rig.Tasks.CreateAsync(new TaskChange { Id = "t", Script = TaskRig.Alerts, Dbrps = [TaskRig.Source] });

        task.IsEnabled.Should().BeFalse();
        task.LastEnabled.Should().BeNull();
        _rig.Engine.Running.Find("t").Should().BeNull();
    }

    [Fact]
    public async Task A_task_without_id_gets_one()
    {
        var task = await _rig.Define("", isEnabled: true);

        Guid.TryParse(task.Id, out _).Should().BeTrue();
        _rig.Engine.Running.Find(task.Id).Should().NotBeNull();
    }

    [Theory]
    [InlineData("x y", TaskRig.Alerts, "task ID must contain only letters, numbers, '-', '.' and '_'. \"x y\"")]
    [InlineData("a/b", TaskRig.Alerts, "task ID must contain only")]
    [InlineData("a\n", TaskRig.Alerts, "task ID cannot be used: its character 2 is U+000A, which is not seen")]
    [InlineData("t", "", "must provide TICKscript")]
    [InlineData("t", "stream|form()", "invalid TICKscript: ")]
    [InlineData("t", "dbrp \"a\".\"b\"\nstream|from()|log()", "cannot specify dbrp in both")]
    [InlineData("t", "var x string\nstream|from().measurement(x)|log()", "invalid TICKscript: missing value for var \"x\"")]
    public async Task A_definition_that_cannot_be_is_refused_and_leaves_nothing(string id, string script, string why)
    {
        var refusal = (await _rig.Invoking(rig => rig.Define(id, script)).Should().ThrowAsync<DefinitionException>()).Which;

        refusal.Message.Should().Contain(why);
        refusal.Refusal.Kind.Should().Be(RefusalKind.Invalid);
        _rig.Tasks.Tasks.Should().BeEmpty();
    }

    [Fact]
    public async Task A_task_needs_a_database()
    {
        await _rig.Tasks.Invoking(tasks => tasks.CreateAsync(new TaskChange { Id = "t", Script = TaskRig.Alerts }))
            .Should().ThrowAsync<DefinitionException>().WithMessage("must specify dbrp");
    }

    [Fact]
    public async Task A_second_task_of_the_same_id_is_refused()
    {
        await _rig.Define("t");

        await _rig.Invoking(rig => rig.Define("t")).Should().ThrowAsync<DefinitionException>().WithMessage("task t already exists");
    }

    [Theory]
    [InlineData(CannotStart, "*http_post2: endpoint 'nowhere' does not exist: add it to httppost in the configuration at line 1 char 26*")]
    [InlineData("stream|from()|kapacitorLoopback().database('db').retentionPolicy('rp')", "*loop detected on dbrp \"db\".\"rp\"*at line 1 char 15*")]
    public async Task A_task_that_cannot_start_is_refused_with_its_place_and_nothing_is_left(string script, string message)
    {
        var refused = (await _rig.Invoking(rig => rig.Define("t", script)).Should().ThrowAsync<DefinitionException>().WithMessage(message)).Which;

        (refused.Refusal.Kind, refused.Refusal.Script, refused.Refusal.Diagnostics.Single().Code).Should().Be((RefusalKind.Invalid, script, "TS3540"));
        _rig.Tasks.Find("t").Should().BeNull();
        _rig.Engine.Running.Find("t").Should().BeNull();
        await _rig.Define("t");
    }

    [Fact]
    public async Task A_task_that_cannot_start_can_be_defined_and_stays_disabled_until_it_is_mended()
    {
        await _rig.Define("t", CannotStart, isEnabled: false);
        await _rig.Invoking(rig => rig.Enable("t")).Should().ThrowAsync<DefinitionException>();
        (_rig.Tasks.Find("t")!.IsEnabled, _rig.Tasks.Find("t")!.Error).Should().Be((false, ""));

        var mended = await _rig.Tasks.UpdateAsync("t", new TaskChange { Script = TaskRig.Alerts, IsEnabled = true });

        mended.IsEnabled.Should().BeTrue();
        _rig.Engine.Running.Find("t").Should().NotBeNull();
    }

    [Fact]
    public async Task A_task_that_could_start_before_a_restart_and_cannot_now_keeps_its_error_until_it_is_mended()
    {
        await StartWithBrokenAsync();

        await _rig.Invoking(rig => rig.Enable("broken")).Should().ThrowAsync<DefinitionException>();
        _rig.Tasks.Find("broken")!.Error.Should().Contain("endpoint 'nowhere' does not exist");
        (await _rig.Enable("broken", isEnabled: false)).Error.Should().BeEmpty("a task that is not to run has no reason to fail");

        (await _rig.Tasks.UpdateAsync("broken", new TaskChange { Script = TaskRig.Alerts, IsEnabled = true })).Error.Should().BeEmpty();
    }

    [Fact]
    public async Task Disabling_stops_and_enabling_starts()
    {
        await _rig.Define("t");
        await _rig.Write("m,h=a v=1 1");
        await _rig.Enable("t", isEnabled: false);
        await _rig.Write("m,h=b v=1 2");
        _rig.Time.Advance(TimeSpan.FromMinutes(1));
        var enabled = await _rig.Enable("t");
        await _rig.Write("m,h=c v=1 3");

        _rig.Raised.Should().Equal("a", "c");
        enabled.LastEnabled.Should().Be(_rig.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_running_task_keeps_its_script_until_it_is_started_anew()
    {
        await _rig.Define("t");
        var running = _rig.Engine.Running.Find("t");
        await _rig.Tasks.UpdateAsync("t", new TaskChange { Script = TaskRig.Alerts.Replace("0.0", "100.0") });

        await _rig.Write("m,h=a v=1 1");
        _rig.Raised.Should().Equal("a");
        _rig.Engine.Running.Find("t").Should().BeSameAs(running);
        running!.IsOutdated(_rig.Tasks.Find("t")!).Should().BeTrue();

        await _rig.Enable("t");
        await _rig.Write("m,h=b v=1 2");
        _rig.Raised.Should().Equal("a");
        _rig.Engine.Running.Find("t")!.IsOutdated(_rig.Tasks.Find("t")!).Should().BeFalse();
    }

    public static TheoryData<TaskChange> Changes => new()
    {
        new TaskChange { Script = TaskRig.Alerts.Replace("0.0", "100.0") },
        new TaskChange { Dbrps = [new Dbrp("elsewhere", "rp")] },
        new TaskChange { Vars = new Dictionary<string, ScriptVar> { ["limit"] = new ScriptVar("limit", VarType.Float, 100.0) } },
        new TaskChange { TemplateId = "high" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_change_that_enables_takes_effect_at_once(TaskChange change)
    {
        const string Script = "var limit = 0.0\nstream|from().measurement('m').groupBy('h')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"v\" > limit)";
        await _rig.Engine.Templates.CreateAsync("high", Script.Replace("0.0", "100.0"));
        await _rig.Define("t", Script);

        var changed = await _rig.Tasks.UpdateAsync("t", change with { IsEnabled = true });
        await _rig.Write("m,h=a v=1 1");

        _rig.Raised.Should().BeEmpty();
        _rig.Engine.Running.Find("t")!.IsOutdated(changed).Should().BeFalse();
    }

    [Fact]
    public async Task A_change_that_changes_nothing_starts_nothing_anew()
    {
        await _rig.Define("t");
        var running = _rig.Engine.Running.Find("t");

        await _rig.Tasks.UpdateAsync("t", new TaskChange { Script = TaskRig.Alerts, Dbrps = [TaskRig.Source], IsEnabled = true });

        _rig.Engine.Running.Find("t").Should().BeSameAs(running);
    }

    [Fact]
    public async Task A_change_that_enables_and_cannot_start_changes_nothing()
    {
        await _rig.Define("t");

        (await _rig.Invoking(rig => rig.Tasks.UpdateAsync("t", new TaskChange { Script = CannotStart, IsEnabled = true })).Should().ThrowAsync<DefinitionException>())
            .WithMessage("*endpoint 'nowhere' does not exist*; nothing was changed, the task goes on as it was");
        await _rig.Write("m,h=a v=1 1");

        _rig.Raised.Should().Equal("a");
        (_rig.Tasks.Find("t")!.Script, _rig.Tasks.Find("t")!.Error).Should().Be((TaskRig.Alerts, ""));
        await _rig.RestartAsync();
        await _rig.Write("m,h=b v=1 1");
        _rig.Raised.Should().Equal("a", "b");
    }

    [Fact]
    public async Task A_topic_of_a_stopped_node_is_not_there_and_counts_anew()
    {
        await _rig.Define("t", TaskRig.Alerts + ".post('http://sink/x')");
        await _rig.Write("m,h=a v=1 1");
        _rig.Engine.Alerts.Topics.TryGet("main:t:alert2", out var status).Should().BeTrue();
        status.Collected.Should().Be(1);

        await _rig.Enable("t", isEnabled: false);
        _rig.Engine.Alerts.Topics.TryGet("main:t:alert2", out _).Should().BeFalse();
        await _rig.Enable("t");

        _rig.Engine.Alerts.Topics.TryGet("main:t:alert2", out status).Should().BeTrue();
        (status.Collected, status.Level).Should().Be((0, AlertLevel.Critical));
    }

    [Fact]
    public async Task A_source_has_collected_what_it_took()
    {
        await _rig.Define("t", "var m = stream|from().measurement('m')\nm|log()\nstream|from().measurement('m')|log()");
        await _rig.Write("m v=1 1\nm v=2 2\nn v=1 1");

        var source = _rig.Engine.Running.Find("t")!.ReadStats().Nodes[0];

        (source.Name, source.Values.Single(value => value.Name == "collected").Value, source.Values.Single(value => value.Name == "emitted").Value)
            .Should().Be(("stream0", 2, 4));
    }

    [Fact]
    public async Task A_renamed_task_runs_under_its_new_id_only()
    {
        await _rig.Define("t");

        await _rig.Tasks.UpdateAsync("t", new TaskChange { Id = "u" });
        await _rig.Write("m,h=a v=1 1");

        _rig.Raised.Should().Equal("a");
        _rig.Tasks.Tasks.Select(task => task.Id).Should().Equal("u");
        _rig.Engine.Running.Find("t").Should().BeNull();
        await _rig.RestartAsync();
        _rig.Tasks.Tasks.Select(task => task.Id).Should().Equal("u");
    }

    [Fact]
    public async Task A_task_is_not_renamed_over_another()
    {
        await _rig.Define("t");
        await _rig.Define("u");

        (await _rig.Tasks.Invoking(tasks => tasks.UpdateAsync("t", new TaskChange { Id = "u" })).Should().ThrowAsync<DefinitionException>())
            .Which.Refusal.Kind.Should().Be(RefusalKind.Failed);
        _rig.Engine.Running.Find("t").Should().NotBeNull();
    }

    [Fact]
    public async Task A_task_that_does_not_exist_cannot_be_updated_but_may_be_deleted()
    {
        (await _rig.Invoking(rig => rig.Enable("none")).Should().ThrowAsync<DefinitionException>())
            .Which.Refusal.Kind.Should().Be(RefusalKind.NotFound);
        await _rig.Tasks.DeleteAsync("none");
    }

    [Fact]
    public async Task A_refused_change_changes_nothing()
    {
        var before = await _rig.Define("t");

        await _rig.Tasks.Invoking(tasks => tasks.UpdateAsync("t", new TaskChange { Script = "stream|nonsense()", IsEnabled = false }))
            .Should().ThrowAsync<DefinitionException>();

        _rig.Tasks.Find("t").Should().BeSameAs(before);
        _rig.Engine.Running.Find("t").Should().NotBeNull();
    }

    [Fact]
    public async Task A_deleted_task_is_gone_for_good()
    {
        await _rig.Define("t");
        await _rig.Tasks.DeleteAsync("t");
        await _rig.Write("m,h=a v=1 1");
        await _rig.RestartAsync();

        _rig.Raised.Should().BeEmpty();
        _rig.Tasks.Tasks.Should().BeEmpty();
    }

    [Fact]
    public async Task After_a_restart_enabled_tasks_run_and_the_others_keep_what_they_were()
    {
        await _rig.Define("on");
        await _rig.Define("off", isEnabled: false);
        await StartWithBrokenAsync();
        await _rig.Write("m,h=a v=1 1");

        _rig.Raised.Should().Equal("a");
        _rig.Tasks.Tasks.Select(task => (task.Id, task.IsEnabled, task.Error.Length > 0)).Should()
            .Equal(("broken", true, true), ("off", false, false), ("on", true, false));
        _rig.Tasks.Find("on")!.Dbrps.Should().Equal(TaskRig.Source);
    }

    [Fact]
    public async Task A_script_s_own_databases_are_not_kept_when_a_script_without_takes_its_place()
    {
        await _rig.Tasks.CreateAsync(new TaskChange { Id = "t", Script = "dbrp \"db\".\"rp\"\n" + TaskRig.Alerts });

        await _rig.Tasks.Invoking(tasks => tasks.UpdateAsync("t", new TaskChange { Script = TaskRig.Alerts }))
            .Should().ThrowAsync<DefinitionException>().WithMessage("must specify dbrp: the script has lost its lines dbrp \"db\".\"rp\"; put them back, or give dbrps with the change*");
        (await _rig.Tasks.UpdateAsync("t", new TaskChange { Script = TaskRig.Alerts, Dbrps = [TaskRig.Source] })).HasDbrpsInScript.Should().BeFalse();
    }

    private async Task StartWithBrokenAsync()
    {
        _rig.Services = new ServiceSections((ConfigMap)ConfigJson.Parse("""{"httppost":[{"endpoint":"nowhere","url":"http://h/"}]}"""));
        await _rig.RestartAsync();
        await _rig.Define("broken", CannotStart);
        _rig.Services = ServiceSections.None;
        await _rig.RestartAsync();
    }
}
