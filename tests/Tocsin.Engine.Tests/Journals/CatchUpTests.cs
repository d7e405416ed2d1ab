using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Journals;

/// <summary>After a sudden end tasks go on as if nothing had been: with what was written after their states were written down, and with no alert twice.</summary>
public sealed class CatchUpTests
{
    /// <summary>Raises <c>h sum</c> for each three points of a group.</summary>
    private const string Sums =
        "stream|from().measurement('m').groupBy('h')|window().periodCount(3).everyCount(3)|sum('v')|eval(lambda: string(\"sum\")).as('s').tags('s').keep('sum')|alert().id('{{ index .Tags \"h\" }} {{ index .Tags \"s\" }}').crit(lambda: TRUE).topic('t')";

    private const string Changes = "stream|from().measurement('m').groupBy('h')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"v\" > 5.0).stateChangesOnly().topic('t')";

    [Fact]
    public async Task A_window_has_what_was_written_after_its_state()
    {
        await using var rig = await TaskRig.StartWithJournalAsync(Sums);
        await rig.Write("m,h=x v=1 1");
        await Taken(rig);
        await rig.Write("m,h=x v=2 2\nm,h=y v=100 2");

        await rig.CrashAsync();
        await rig.Write("m,h=x v=4 3\nm,h=y v=1 4\nm,h=y v=1 5");

        rig.Raised.Should().BeEquivalentTo("x 7", "y 102");
    }

    [Fact]
    public async Task A_task_that_has_just_been_enabled_has_all_since()
    {
        await using var rig = await TaskRig.StartWithJournalAsync(Sums);
        await Until.True(() => rig.Engine.Running.Find("t")!.Checkpoint!.Taken is not null);
        await rig.Write("m,h=x v=1 1\nm,h=x v=2 2");

        await rig.CrashAsync();
        await rig.Write("m,h=x v=4 3");

        rig.Raised.Should().Equal("x 7");
    }

    [Fact]
    public async Task What_was_raised_after_the_state_is_raised_once()
    {
        await using var rig = await TaskRig.StartWithJournalAsync(Sums);
        await rig.Write("m,h=x v=1 1");
        await Taken(rig);
        await rig.Write("m,h=x v=1 2\nm,h=x v=1 3\nm,h=x v=1 4\nm,h=x v=2 5");

        await rig.CrashAsync();
        await rig.Write("m,h=x v=2 6");
        await rig.CrashAsync();
        await rig.Write("m,h=x v=2 7\nm,h=x v=3 8\nm,h=x v=3 9");

        rig.Raised.Should().Equal("x 3", "x 5", "x 8");
    }

    [Fact]
    public async Task Levels_go_up_and_down_once()
    {
        await using var rig = await TaskRig.StartWithJournalAsync(Changes);
        await rig.Write("m,h=a v=0 1\nm,h=b v=9 1");
        await Taken(rig);
        await rig.Write("m,h=a v=9 2\nm,h=b v=0 2\nm,h=c v=9 2");
        await rig.Write("m,h=a v=0 3\nm,h=b v=9 3");

        await rig.CrashAsync();
        rig.Raised.Should().Equal("b", "a", "b", "c", "a", "b");
        await rig.Write("m,h=a v=0 4\nm,h=b v=9 4\nm,h=c v=9 4");
        rig.Raised.Should().HaveCount(6);
        await rig.Write("m,h=a v=9 5\nm,h=b v=0 5\nm,h=c v=0 5");

        rig.Raised.Skip(6).Should().Equal("a", "b", "c");
    }

    [Fact]
    public async Task A_group_that_was_new_begins_with_what_its_topic_knew_then()
    {
        await using var rig = await TaskRig.StartWithJournalAsync(Changes);
        await rig.Write("m,h=a v=9 1\nm,h=b v=9 1");
        await rig.Enable("t", false);
        await rig.Enable("t");
        await Until.True(() => rig.Engine.Running.Find("t")!.Checkpoint!.Taken is not null);
        await rig.Write("m,h=a v=9 2\nm,h=b v=9 2");
        await rig.Write("m,h=b v=0 3");

        await rig.CrashAsync();
        await rig.Write("m,h=a v=9 4\nm,h=b v=0 4");

        rig.Raised.Should().Equal("a", "b", "b");
    }

    [Fact]
    public async Task What_moved_on_by_the_clock_moves_on_once_more()
    {
        const string script =
            "stream|from().measurement('m').groupBy('h')|barrier().idle(3s)|window().period(2s).every(2s)|sum('v')|eval(lambda: string(\"sum\")).as('s').tags('s').keep('sum')|alert().id('{{ index .Tags \"h\" }} {{ index .Tags \"s\" }}').crit(lambda: TRUE).topic('t')";
        await using var calm = await TaskRig.StartWithJournalAsync(script);
        await using var rig = await TaskRig.StartWithJournalAsync(script);
        foreach (var each in new[] { calm, rig })
        {
            await each.Write("m,h=x v=1 10");
            await Taken(each);
            await each.Write("m,h=x v=2 21\nm,h=y v=1 21");
            await each.Pass(4);
            each.Raised.Should().NotBeEmpty();
            await each.Write("m,h=x v=4 24\nm,h=y v=5 25");
            if (each == rig)
                await each.CrashAsync();
            await each.Write("m,h=x v=4 40\nm,h=y v=5 40");
        }

        rig.Raised.Should().Equal(calm.Raised);
    }

    [Fact]
    public async Task A_task_whose_script_was_changed_before_the_end_goes_on_too()
    {
        await using var rig = await TaskRig.StartWithJournalAsync(Sums);
        await rig.Write("m,h=x v=1 1");
        await rig.Tasks.UpdateAsync("t", new TaskChange { Script = Sums.Replace("TRUE", "\"sum\" > 6.0"), IsEnabled = true });
        await rig.Write("m,h=x v=2 2");

        await rig.CrashAsync();
        await rig.Write("m,h=x v=4 3");

        rig.Raised.Should().Equal("x 7");
    }

    [Fact]
    public async Task Without_the_journal_of_then_nothing_is_given_again()
    {
        await using var rig = await TaskRig.StartWithJournalAsync(Sums);
        await rig.Write("m,h=x v=1 1");
        await Taken(rig);
        await rig.Write("m,h=x v=2 2");
        await rig.CrashAsync(folder => Directory.Delete(Path.Combine(folder, "journal"), recursive: true));
        await rig.Write("m,h=x v=4 3\nm,h=x v=5 4");

        rig.Raised.Should().Equal("x 10");
        await Taken(rig);
        await rig.Write("m,h=x v=1 5\nm,h=x v=1 6");
        await rig.CrashAsync();
        await rig.Write("m,h=x v=1 7");
        rig.Raised.Should().Equal("x 10", "x 3");
    }

    [Fact]
    public async Task A_random_day_with_sudden_ends_is_like_one_without()
    {
        const string script =
            """
            var m = stream|from().measurement('m').groupBy('h')
            var n = stream|from().measurement('n').groupBy('h')
            m|window().period(7s).every(3s)|mean('v')|eval(lambda: string("mean")).as('s').tags('s').keep('mean')
                |alert().id('w {{ index .Tags "h" }} {{ index .Tags "s" }}').crit(lambda: TRUE).topic('t')
            m|join(n).as('m', 'n')|eval(lambda: string("m.v" + "n.v")).as('s').tags('s').keep('m.v')
                |alert().id('j {{ index .Tags "h" }} {{ index .Tags "s" }}').crit(lambda: TRUE).topic('t')
            m|stateCount(lambda: "v" > 3.0)|alert().id('c {{ index .Tags "h" }}').crit(lambda: "state_count" >= 3).warn(lambda: "state_count" >= 1).stateChangesOnly().topic('t')
            m|derivative('v').unit(1s)|changeDetect('v')|alert().id('d {{ index .Tags "h" }}').crit(lambda: "v" > 2.0).stateChangesOnly().topic('u')
            m|alert().id('f {{ index .Tags "h" }}').crit(lambda: "v" > 4.0).flapping(0.25, 0.5).history(8).topic('t')
            m|barrier().idle(2s).delete(TRUE)|window().period(4s).every(4s)|count('v')|alert().id('b {{ index .Tags "h" }} {{ index .Fields "count" }}').crit(lambda: TRUE).topic('t')
            """;
        for (var seed = 1; seed <= 6; seed++)
        {
            await using var calm = await TaskRig.StartWithJournalAsync(script);
            await using var rig = await TaskRig.StartWithJournalAsync(script);
            var random = new Random(seed);
            for (var step = 0; step < 60; step++)
            {
                var lines = string.Join('\n', Enumerable.Range(0, random.Next(1, 6)).Select(i => $"{(random.Next(3) == 0 ? 'n' : 'm')},h=h{random.Next(3)} v={random.Next(8)} {step + (i / 3)}"));
                var (seconds, isEnd) = (random.Next(3) == 0 ? random.Next(5) : 0, random.Next(8) == 0);
                foreach (var each in new[] { calm, rig })
                {
                    await each.Write(lines);
                    if (seconds > 0)
                        await each.Pass(seconds);
                    if (seconds > 0)
                        await Until.True(() => each.Engine.Running.Find("t")!.Checkpoint!.Taken is not null);
                }

                if (isEnd)
                    await rig.CrashAsync();
            }

            foreach (var kind in "wjcdfb")
                rig.Raised.Where(id => id[0] == kind).Should().Equal(calm.Raised.Where(id => id[0] == kind), "{0} of seed {1}", kind, seed);
        }
    }

    private static async Task Taken(TaskRig rig)
    {
        var before = rig.Engine.Running.Find("t")!.Checkpoint!.Taken;
        await rig.Pass(10);
        await Until.True(() => rig.Engine.Running.Find("t")!.Checkpoint!.Taken is { } taken && taken != before);
    }
}
