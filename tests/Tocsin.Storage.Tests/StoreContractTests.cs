using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Storage.Tests;

/// <summary>What every store does, whatever it is kept in.</summary>
public sealed class StoreContractTests
{
    public static TheoryData<string> Kinds => StoreRig.Kinds;

    [PostgresFact]
    public void The_contract_is_tested_with_both() => Kinds.Should().HaveCount(2);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Who_waits_for_a_change_that_is_refused_is_told_and_all_others_are_written(string kind)
    {
        using var rig = await StoreRig.MakeAsync(kind);
        await using var store = rig.Open();
        var handler = new HandlerSpec { Topic = "t", Id = "h", Kind = "log" };
        store.Refused.Should().BeNull();
        store.Enqueue(new Unwritable());
        var waiting = store.WhenCommitted().AsTask();

        var good = store.CommitAsync(writer => writer.SaveHandler(handler));

        await good;
        await Until.True(() => store.Refused is not null && waiting.IsCompleted);
        store.LoadHandlers().Should().ContainSingle();
        (store.Status.Refused!.Count, store.Status.Refused.Message).Should().Be(
            (1, "A change of state could not be written and is left out, perhaps one that this request led to: too large"));
        await store.Invoking(open => open.CommitAsync(_ => throw new InvalidOperationException("no"))).Should().ThrowAsync<InvalidOperationException>();
        store.Refused!.Count.Should().Be(1, "whoever made the other was told");
        await store.WhenCommitted();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task All_kinds_of_records_come_back_after_a_restart(string kind)
    {
        using var rig = await StoreRig.MakeAsync(kind);
        var task = new TaskRecord
        {
            Id = "t",
            Type = "stream",
            Script = "stream\n    |from()",
            DbrpsJson = "[{\"db\":\"a\",\"rp\":\"b\"}]",
            VarsJson = "{\"x\":{}}",
            Status = "enabled",
            TemplateId = "tpl",
            Created = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(7),
            Modified = new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero),
            LastEnabled = new DateTimeOffset(2022, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Error = "oh\0no",
        };
        var template = new TemplateRecord { Id = "tpl", Type = "batch", Script = "", VarsJson = "{}" };
        var handler = new HandlerSpec { Topic = "main:a", Id = "h", Kind = "post", Match = "changed()", OptionsJson = "{\"url\":\"x\"}", DeliveryJson = "{\"merge\":true}" };
        var state = new EventState { Level = AlertLevel.Critical, UnixNanoseconds = 5, DurationNanoseconds = 6, Message = "m", Details = "" };
        var recording = new RecordingRow { Id = "r", Type = "stream", Date = task.Created, Bytes = 1L << 40, Status = "failed", Error = "full" };
        var replay = new ReplayRow
        {
            Id = "p", Task = "t", Recording = "r", KeepsTimes = true, Clock = "real", Date = task.Modified, Status = "finished", Error = "", StatsJson = "{}",
        };
        string id;
        await using (var store = rig.Open())
        {
            id = store.Id;
            await store.CommitAsync(writer =>
            {
                writer.SaveRecording(recording);
                writer.SaveRecording(recording with { Id = "gone" });
                writer.DeleteRecording("gone");
                writer.SaveReplay(replay);
                writer.SaveReplay(replay with { Id = "gone" });
                writer.DeleteReplay("gone");
                writer.SaveTask(task);
                writer.SaveTask(task with { Id = "plain", LastEnabled = null });
                writer.SaveTemplate(template);
                writer.SaveHandler(handler);
                writer.SaveHandler(handler with { Id = "bare", OptionsJson = null, DeliveryJson = null });
                writer.SaveTopic(3, "system");
                writer.SaveEvent(3, "", state);
            });
        }

        await using var again = rig.Open();
        again.Id.Should().Be(id);
        again.LoadTasks().Should().BeEquivalentTo([task with { Id = "plain", LastEnabled = null }, task]);
        again.LoadTemplates().Should().Equal(template);
        again.LoadHandlers().Should().BeEquivalentTo([handler with { Id = "bare", OptionsJson = null, DeliveryJson = null }, handler]);
        again.LoadRecordings().Should().Equal(recording);
        again.LoadReplays().Should().Equal(replay);
        again.LoadTopics().Should().Equal((3, "system"));
        var events = new List<(int, string, EventState)>();
        again.LoadEvents((topic, alert, value) => events.Add((topic, alert, value)));
        events.Should().Equal((3, "", state));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Records_can_be_replaced_and_deleted(string kind)
    {
        using var rig = await StoreRig.MakeAsync(kind);
        await using var store = rig.Open();
        var task = new TaskRecord { Id = "t", Type = "stream" };
        await store.CommitAsync(writer => writer.SaveTask(task));
        await store.CommitAsync(writer => writer.SaveTask(task with { Status = "enabled" }));
        store.LoadTasks().Should().ContainSingle().Which.Status.Should().Be("enabled");

        await store.CommitAsync(writer => writer.DeleteTask("t"));
        store.LoadTasks().Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_change_that_cannot_be_written_fails_alone(string kind)
    {
        using var rig = await StoreRig.MakeAsync(kind);
        await using var store = rig.Open();
        var bad = store.CommitAsync(_ => throw new InvalidOperationException("no"));
        var good = store.CommitAsync(writer => writer.SaveTask(new TaskRecord { Id = "t", Type = "stream" }));

        await FluentActions.Awaiting(() => bad).Should().ThrowAsync<InvalidOperationException>();
        await good;
        await store.WhenCommitted();
        store.LoadTasks().Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_waits_is_committed_when_the_store_is_closed(string kind)
    {
        using var rig = await StoreRig.MakeAsync(kind);
        var store = rig.Open();
        using var begun = new ManualResetEventSlim();
        using var blocked = new ManualResetEventSlim();
        _ = store.CommitAsync(_ =>
        {
            begun.Set();
            blocked.Wait();
        });

        // From here on, what is queued belongs to the next commit.
        begun.Wait();
        var waiting = store.CommitAsync(writer => writer.SaveTask(new TaskRecord { Id = "closed", Type = "stream" }));
        var closing = Task.Run(async () => await store.DisposeAsync());
        await Until.True(() => IsClosed(store));
        blocked.Set();
        await closing;
        waiting.IsCompletedSuccessfully.Should().BeTrue();

        await using var again = rig.Open();
        again.LoadTasks().Select(task => task.Id).Should().Equal("closed");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Changes_from_many_threads_are_all_committed_in_the_order_of_each(string kind)
    {
        using var rig = await StoreRig.MakeAsync(kind);
        await using var store = rig.Open();
        var threads = Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                var number = i;
                _ = store.CommitAsync(writer => writer.SaveTopic(thread, $"{number}"));
            }

            await store.WhenCommitted();
        }));
        await Task.WhenAll(threads);

        store.LoadTopics().Should().Equal((0, "199"), (1, "199"), (2, "199"), (3, "199"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Numbers_of_deliveries_grow_over_restarts(string kind)
    {
        using var rig = await StoreRig.MakeAsync(kind);
        var first = new Numbered();
        await using (var store = rig.Open())
        {
            store.Enqueue(first);
            await store.WhenCommitted();
        }

        var second = new Numbered();
        await using var again = rig.Open();
        again.Enqueue(second);
        second.FirstNumber.Should().BeGreaterThanOrEqualTo(first.FirstNumber + first.Numbers);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Texts_of_all_kinds_come_back(string kind)
    {
        using var rig = await StoreRig.MakeAsync(kind);
        await using var store = rig.Open();
        string[] texts = ["", "\0", "a\0b\u001a0", "\u001a", "\u00e9\u20ac\ud83d\ude00", "'; DROP TABLE tasks; --", "\\x00", "a|b", new string('x', 100_000)];
        await store.CommitAsync(writer =>
        {
            for (var i = 0; i < texts.Length; i++)
                writer.SaveTopic(i, texts[i]);
            writer.SaveTopic(texts.Length, "half \ud83d of a pair");
        });

        store.LoadTopics().Select(topic => topic.Name).Should().Equal([.. texts, "half \ufffd of a pair"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_comes_twice_in_one_commit_counts_as_it_came_last(string kind)
    {
        using var rig = await StoreRig.MakeAsync(kind);
        await using var store = rig.Open();
        await store.CommitAsync(writer =>
        {
            for (var i = 0; i < 100; i++)
                writer.SaveEvent(1, $"id{i % 3}", new EventState { Level = AlertLevel.Warning, UnixNanoseconds = i, Message = $"{i}", Details = "" });
            writer.RemoveEvent(1, "id0");
            writer.SaveEvent(1, "id0", new EventState { Level = AlertLevel.Info, UnixNanoseconds = 7, Message = "again", Details = "" });
            writer.RemoveEvent(1, "id1");
        });

        var events = new List<(string, string)>();
        store.LoadEvents((_, id, state) => events.Add((id, state.Message)));
        events.Should().BeEquivalentTo([("id0", "again"), ("id2", "98")]);
    }

    [PostgresFact]
    public async Task Both_answer_all_questions_alike_after_the_same_changes()
    {
        var answers = new List<IReadOnlyList<string>>();
        foreach (var kind in new[] { StoreRig.Sqlite, StoreRig.Postgres })
        {
            using var rig = await StoreRig.MakeAsync(kind);
            await using (var store = rig.Open())
                await StoreScript.RunAsync(store);
            await using var again = rig.Open();
            answers.Add(StoreAnswers.Of(again));
        }

        answers[0].Should().HaveCountGreaterThan(60);
        answers[1].Should().Equal(answers[0]);
    }

    private static bool IsClosed(IStateStore store)
    {
        try
        {
            store.Enqueue(new Numbered());
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private sealed class Unwritable : StateChange
    {
        public override void Apply(IStateWriter writer) => throw new InvalidOperationException("too large");
    }

    private sealed class Numbered : StateChange
    {
        public override int Numbers => 3;

        public override bool IsUrgent => true;

        public override void Apply(IStateWriter writer)
        {
        }
    }
}
