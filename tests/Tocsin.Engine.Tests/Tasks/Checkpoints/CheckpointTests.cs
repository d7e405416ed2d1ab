using Microsoft.Data.Sqlite;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks;
using Tocsin.Pipelines.Tasks.Checkpoints;

namespace Tocsin.Engine.Tests.Tasks.Checkpoints;

/// <summary>Tasks go on from what their nodes knew: all of it after a stop, that of the last ten seconds at most is missing after a sudden end.</summary>
public sealed class CheckpointTests
{
    /// <summary>Raises <c>h sum</c> for each three points of a group.</summary>
    private const string Sums =
        "stream|from().measurement('m').groupBy('h')|window().periodCount(3).everyCount(3)|sum('v')|eval(lambda: string(\"sum\")).as('s').tags('s').keep('sum')|alert().id('{{ index .Tags \"h\" }} {{ index .Tags \"s\" }}').crit(lambda: TRUE)";

    private const string Joined =
        """
        var a = stream|from().measurement('a').groupBy('h')
        var b = stream|from().measurement('b').groupBy('h')
        a|join(b).as('a', 'b')|eval(lambda: string("a.v") + '+' + string("b.v")).as('s').tags('s').keep()|alert().id('{{ index .Tags "s" }}').crit(lambda: TRUE)
        """;

    [Fact]
    public async Task A_window_goes_on_after_a_stop()
    {
        await using var rig = await TaskRig.StartAsync(Sums, "m,h=x v=1 1", "m,h=x v=2 2\nm,h=y v=5 2");

        await rig.RestartAsync();
        await rig.Write("m,h=x v=4 3\nm,h=y v=6 3\nm,h=y v=7 4");

        rig.Raised.Should().BeEquivalentTo("x 7", "y 18");
    }

    [Fact]
    public async Task After_a_sudden_end_it_goes_on_from_what_was_written_down_last()
    {
        await using var rig = await TaskRig.StartAsync(Sums, "m,h=x v=1 1");
        await Taken(rig);
        await rig.Write("m,h=x v=2 2\nm,h=y v=100 2");
        await Taken(rig);
        await rig.Write("m,h=x v=1000 3");

        await rig.CrashAsync();
        rig.Raised.Clear();
        await rig.Write("m,h=x v=4 4\nm,h=y v=1 4\nm,h=y v=1 5");

        rig.Raised.Should().BeEquivalentTo("x 7", "y 102");
    }

    [Fact]
    public async Task What_waits_for_its_partner_is_joined_after_a_stop_and_once_only()
    {
        await using var rig = await TaskRig.StartAsync(Joined, "a,h=x v=1 1", "b,h=x v=2 1", "a,h=x v=3 2");

        await rig.RestartAsync();
        await rig.Write("b,h=x v=4 2");
        await rig.Write("a,h=x v=5 3\nb,h=x v=6 3");
        await rig.Write("a,h=x v=7 4\nb,h=x v=8 4");

        rig.Raised.Should().Equal("1+2", "3+4", "5+6", "7+8");
    }

    [Fact]
    public async Task An_alert_that_was_reported_after_the_last_writing_is_not_reported_again()
    {
        const string Changes = "stream|from().measurement('m').groupBy('h')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"v\" > 0.0).stateChangesOnly().topic('t')";
        await using var rig = await TaskRig.StartAsync(Changes, "m,h=a v=0 1\nm,h=b v=1 1");
        await Taken(rig);
        await rig.Write("m,h=a v=1 2\nm,h=b v=0 2");

        await rig.CrashAsync();
        rig.Raised.Clear();
        await rig.Write("m,h=a v=1 3\nm,h=b v=0 3");
        rig.Raised.Should().BeEmpty();

        await rig.Write("m,h=a v=0 4\nm,h=b v=1 4");
        rig.Raised.Should().BeEquivalentTo("a", "b");
    }

    [Fact]
    public async Task A_changed_script_keeps_what_the_nodes_know_that_did_not_change()
    {
        await using var rig = await TaskRig.StartAsync(Sums.Replace("|window", "|stateCount(lambda: \"v\" > 0.0)|window"), "m,h=x v=1 1", "m,h=x v=2 2");

        await rig.Tasks.UpdateAsync("t", new TaskChange { Script = Sums.Replace("|window", "|stateCount(lambda: \"v\" > 1.0)|window").Replace("TRUE", "\"sum\" > 1.0"), IsEnabled = true });
        await rig.Write("m,h=x v=4 3");

        rig.Raised.Should().Equal("x 7");
        var loaded = rig.Engine.Running.Find("t")!.Loaded!;
        loaded.StartedOver.Should().Equal("state_count2");
        loaded.Kept.Should().Equal("window3", "alert6");
    }

    [Fact]
    public async Task A_task_that_is_disabled_starts_over()
    {
        await using var rig = await TaskRig.StartAsync(Sums, "m,h=x v=1 1", "m,h=x v=2 2");
        await Taken(rig);

        await rig.Enable("t", false);
        rig.Engine.Store.ReadTaskState("t").Should().BeNull();
        await rig.Enable("t");
        await rig.Write("m,h=x v=4 3\nm,h=x v=5 4\nm,h=x v=6 5");

        rig.Raised.Should().Equal("x 15");
    }

    [Fact]
    public async Task A_task_with_another_id_goes_on_and_one_that_is_deleted_leaves_nothing()
    {
        await using var rig = await TaskRig.StartAsync(Sums, "m,h=x v=1 1", "m,h=x v=2 2");

        await rig.Tasks.UpdateAsync("t", new TaskChange { Id = "u" });
        await rig.Write("m,h=x v=4 3");
        rig.Raised.Should().Equal("x 7");

        await rig.Tasks.DeleteAsync("u");
        rig.Engine.Store.ReadTaskState("t").Should().BeNull();
        rig.Engine.Store.ReadTaskState("u").Should().BeNull();
    }

    [Fact]
    public async Task Nothing_is_written_down_where_that_is_not_wanted()
    {
        await using var rig = await TaskRig.StartAsync(Sums);
        rig.State = new StateOptions { Every = TimeSpan.Zero };
        await rig.Tasks.DeleteAsync("t");
        await rig.RestartAsync();
        await rig.Define("t", Sums);
        await rig.Write("m,h=x v=1 1\nm,h=x v=2 2");

        rig.Engine.Running.Find("t")!.Checkpoint.Should().BeNull();
        await rig.RestartAsync();
        await rig.Write("m,h=x v=4 3");

        rig.Raised.Should().BeEmpty();
    }

    [Fact]
    public async Task A_state_beyond_the_limit_is_not_written_down_and_says_so()
    {
        await using var rig = await TaskRig.StartAsync(Sums);
        rig.State = new StateOptions { LimitBytes = 300 };
        await rig.RestartAsync();
        await rig.Write(string.Join('\n', Enumerable.Range(0, 50).Select(i => $"m,h=host{i} v=1 1")));

        await rig.Pass(10);
        await Until.True(() => Status(rig).Problem.Length > 0);

        Status(rig).Problem.Should().Contain("state.limit-bytes");
        Status(rig).Taken.Should().BeNull();
    }

    [Fact]
    public async Task Changes_are_written_after_what_was_before_and_in_its_place_once_they_are_as_long()
    {
        await using var rig = await TaskRig.StartAsync(Sums, string.Join('\n', Enumerable.Range(0, 4000).Select(i => $"m,h=host{i} v=1 1")));
        await Taken(rig);
        var whole = rig.Engine.Store.ReadTaskState("t")!;
        whole.First.Should().Be(whole.Number);

        await rig.Write("m,h=host7 v=1 2");
        await Taken(rig);
        var changed = rig.Engine.Store.ReadTaskState("t")!;
        changed.Should().Be(whole with { Number = whole.Number + 1, Taken = changed.Taken });
        rig.Engine.Store.ReadTaskStateParts("t", changed)[0].Should().HaveCountLessThan(600);

        for (var round = 0; round < 4; round++)
        {
            await rig.Write(string.Join('\n', Enumerable.Range(0, 4000).Select(i => $"m,h=host{i} v=1 3")));
            await Taken(rig);
        }

        rig.Engine.Store.ReadTaskState("t")!.First.Should().BeGreaterThan(whole.First);
    }

    [Fact]
    public async Task After_a_refusal_of_the_store_all_of_it_is_written_and_the_task_can_stop()
    {
        await using var rig = await TaskRig.StartAsync(Sums, "m,h=x v=1 1\nm,h=z v=1 1");
        await Taken(rig);
        Change(rig, "CREATE TRIGGER refused BEFORE INSERT ON task_state_parts BEGIN SELECT RAISE(ABORT, 'not this one'); END");

        await rig.Write("m,h=x v=2 2");
        await rig.Pass(10);
        await Until.True(() => Status(rig).Problem.Length > 0);
        Status(rig).Problem.Should().Contain("not this one");

        Change(rig, "DROP TRIGGER refused");
        await rig.Write("m,h=z v=3 2");
        await Taken(rig);
        var row = rig.Engine.Store.ReadTaskState("t")!;
        row.First.Should().Be(row.Number, "what the refused part had would be missing otherwise");
        Status(rig).Problem.Should().BeEmpty();
        await rig.CrashAsync();
        await rig.Write("m,h=x v=4 3\nm,h=z v=5 3");
        rig.Raised.Should().BeEquivalentTo("x 7", "z 9");

        Change(rig, "CREATE TRIGGER refused BEFORE INSERT ON task_state_parts BEGIN SELECT RAISE(ABORT, 'not this one'); END; CREATE TRIGGER kept BEFORE DELETE ON task_states BEGIN SELECT RAISE(ABORT, 'nor this'); END");
        await rig.Write("m,h=x v=2 4");
        await rig.Pass(10);
        await Until.True(() => Status(rig).Problem.Length > 0);
        (await rig.Enable("t", false)).IsEnabled.Should().BeFalse();
    }

    [Fact]
    public async Task What_was_begun_and_not_completed_does_not_count()
    {
        await using var rig = await TaskRig.StartAsync(Sums, "m,h=x v=1 1");
        await Taken(rig);
        await rig.RestartAsync(store =>
        {
            var row = store.ReadTaskState("t")!;
            var parts = store.ReadTaskStateParts("t", row);
            parts.Should().NotBeEmpty();
            store.CommitAsync(writer => writer.AddTaskState("t", row.Number + 1, 0, [[1, 2, 3], [4]])).Wait();
            store.ReadTaskStateParts("t", row).Should().BeEquivalentTo(parts);
        });

        await rig.Write("m,h=x v=2 2");
        await Taken(rig);
        await rig.CrashAsync();
        await rig.Write("m,h=x v=4 3");

        rig.Raised.Should().Equal("x 7");
    }

    [Fact]
    public async Task Damaged_parts_start_over_and_the_task_runs()
    {
        await using var rig = await TaskRig.StartAsync(Sums, "m,h=x v=1 1");
        await rig.RestartAsync(store =>
        {
            var row = store.ReadTaskState("t")!;
            store.CommitAsync(writer =>
            {
                writer.AddTaskState("t", row.Number + 1, 0, [[1, 2, 3]]);
                writer.CompleteTaskState("t", row with { Number = row.Number + 1, First = row.Number + 1 });
            }).Wait();
        });

        rig.Engine.Running.Find("t")!.Loaded!.Problems.Should().ContainSingle();
        await rig.Write("m,h=x v=2 2\nm,h=x v=3 3\nm,h=x v=4 4");
        rig.Raised.Should().Equal("x 9");
    }

    private static CheckpointStatus Status(TaskRig rig) => rig.Engine.Running.Find("t")!.Checkpoint!;

    /// <summary>Changes the file under the store's hands.</summary>
    private static void Change(TaskRig rig, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(rig.Folder, SqliteStateStore.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Lets the time come at which what changed is written down.</summary>
    private static async Task Taken(TaskRig rig)
    {
        var before = Status(rig).Taken;
        await rig.Pass(10);
        await Until.True(() => Status(rig).Taken is { } taken && taken != before);
    }
}
