using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Storage;

public sealed class SqliteStateStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => Path.Combine(_folder.Path, SqliteStateStore.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Who_waits_for_a_change_that_is_refused_is_told_and_all_others_are_written()
    {
        await using var store = Open();
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

    [Fact]
    public async Task All_kinds_of_records_come_back_after_a_restart()
    {
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
        await using (var store = Open())
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

        await using var again = Open();
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

    [Fact]
    public async Task Records_can_be_replaced_and_deleted()
    {
        await using var store = Open();
        var task = new TaskRecord { Id = "t", Type = "stream" };
        await store.CommitAsync(writer => writer.SaveTask(task));
        await store.CommitAsync(writer => writer.SaveTask(task with { Status = "enabled" }));
        store.LoadTasks().Should().ContainSingle().Which.Status.Should().Be("enabled");

        await store.CommitAsync(writer => writer.DeleteTask("t"));
        store.LoadTasks().Should().BeEmpty();
    }

    [Fact]
    public async Task A_change_that_cannot_be_written_fails_alone()
    {
        await using var store = Open();
        var bad = store.CommitAsync(_ => throw new InvalidOperationException("no"));
        var good = store.CommitAsync(writer => writer.SaveTask(new TaskRecord { Id = "t", Type = "stream" }));

        await FluentActions.Awaiting(() => bad).Should().ThrowAsync<InvalidOperationException>();
        await good;
        await store.WhenCommitted();
        store.LoadTasks().Should().ContainSingle();
    }

    [Fact]
    public async Task A_full_disk_is_waited_for_and_nothing_is_lost()
    {
        await using var store = Open();
        var failures = 1;
        store.Enqueue(new WrittenChange(writer =>
        {
            writer.SaveTask(new TaskRecord { Id = "t", Type = "stream" });
            if (failures-- > 0)
                throw new SqliteException("database or disk is full", 13);
        }));
        var other = new JointChange();
        other.Add(writer => writer.SaveTask(new TaskRecord { Id = "u", Type = "stream" }));
        var done = other.Done;
        store.Enqueue(other);

        await done;
        store.LoadTasks().Select(task => task.Id).Should().Equal("t", "u");
    }

    [Fact]
    public async Task On_a_full_disk_changes_wait_whoever_waits_for_them_is_told_at_once_and_so_does_the_status_until_there_is_room_again()
    {
        await using var store = await Made();
        store.LimitTo(1);
        var waiting = new JointChange();
        waiting.Add(Many);
        var done = waiting.Done;
        store.Enqueue(waiting);

        var why = $"The disk of the state file {File} is full: nothing more is taken until there is room again, and nothing that was taken is lost. Free some space.";
        await ((Func<Task>)(() => store.WhenCommitted().AsTask())).Should().ThrowAsync<StoreException>().WithMessage(why);
        await ((Func<Task>)(() => store.WhenCommitted().AsTask())).Should().ThrowAsync<StoreException>("it is known already");
        done.IsCompleted.Should().BeFalse();
        store.Status.Failure!.Message.Should().Be(why);
        store.LoadTasks().Should().HaveCount(100, "reading goes on");

        store.LimitTo(0);
        await done;
        await store.WhenCommitted();
        await Until.True(() => store.Status.Failure is null);
        store.LoadTasks().Should().HaveCount(300);
    }

    [Fact]
    public async Task A_change_that_somebody_asks_for_on_a_full_disk_is_refused_at_once_and_never_made()
    {
        await using var store = await Made();
        store.LimitTo(1);

        await ((Func<Task>)(() => store.CommitAsync(Many))).Should().ThrowAsync<StoreException>().WithMessage("The disk of the state file * is full*");

        store.LimitTo(0);
        await store.CommitAsync(writer => writer.SaveTask(new TaskRecord { Id = "later", Type = "stream" }));
        store.LoadTasks().Should().HaveCount(101);
        store.Status.Failure.Should().BeNull();
    }

    [Fact]
    public async Task A_file_that_is_damaged_while_it_is_used_keeps_changes_waiting()
    {
        await using var store = Open();
        var isDamaged = true;
        var change = new JointChange();
        change.Add(writer =>
        {
            writer.SaveTask(new TaskRecord { Id = "t", Type = "stream" });
            if (isDamaged)
                throw new SqliteException("database disk image is malformed", 11);
        });
        var waiting = change.Done;
        store.Enqueue(change);
        await Until.True(() => store.Status.Failure is not null);

        store.Status.Failure!.Message.Should().Contain("damaged").And.Contain("Put a backup in its place");
        waiting.IsCompleted.Should().BeFalse();
        isDamaged = false;
        await waiting;
        store.LoadTasks().Should().ContainSingle();
    }

    [Fact]
    public void A_folder_that_cannot_be_one_says_who_must_be_able_to_write()
    {
        var file = Path.Combine(_folder.Path, "taken");
        System.IO.File.WriteAllText(file, "");

        FluentActions.Invoking(() => SqliteStateStore.Open(new StoreSettings { Folder = file })).Should().Throw<StoreException>()
            .WithMessage($"The data folder {file} cannot be used: *Make it a folder that the user {Environment.UserName} can write to, or choose another folder.");
    }

    [Fact]
    public void A_state_file_that_is_a_folder_says_what_to_do()
    {
        Directory.CreateDirectory(File);

        FluentActions.Invoking(Open).Should().Throw<StoreException>().WithMessage($"The state file {File} cannot be written: *writable for the user*");
    }

    [Fact]
    public async Task What_waits_is_committed_when_the_store_is_closed()
    {
        var store = Open();
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

        await using var again = Open();
        again.LoadTasks().Select(task => task.Id).Should().Equal("closed");
    }

    [Fact]
    public async Task A_newer_file_is_refused_and_not_touched()
    {
        await (await Made()).DisposeAsync();
        var bytes = System.IO.File.ReadAllBytes(File);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(60), 99);
        System.IO.File.WriteAllBytes(File, bytes);

        FluentActions.Invoking(Open).Should().Throw<StoreException>().WithMessage($"*{File}*version 99*up to*not touched*");
        System.IO.File.ReadAllBytes(File).Should().Equal(bytes);
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Should().BeEquivalentTo(SqliteStateStore.FileName, "tocsin.lock", SqliteReserve.FileName);
    }

    [Theory]
    [InlineData(0, "*damaged*does not begin*backup*")]
    [InlineData(100, "*damaged*backup*")]
    public async Task A_damaged_file_is_an_error_that_helps(int from, string message)
    {
        await (await Made()).DisposeAsync();
        var bytes = System.IO.File.ReadAllBytes(File);
        new Random(1).NextBytes(bytes.AsSpan(from));
        System.IO.File.WriteAllBytes(File, bytes);

        FluentActions.Invoking(Open).Should().Throw<StoreException>().WithMessage(message);
    }

    [Fact]
    public async Task A_database_of_another_program_is_left_alone()
    {
        await (await Made()).DisposeAsync();
        var bytes = System.IO.File.ReadAllBytes(File);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(68), 7);
        System.IO.File.WriteAllBytes(File, bytes);

        FluentActions.Invoking(Open).Should().Throw<StoreException>().WithMessage("*another program*");
    }

    [Fact]
    public async Task A_folder_has_one_server_at_a_time()
    {
        await using var store = Open();

        FluentActions.Invoking(Open).Should().Throw<StoreException>().WithMessage($"*{_folder.Path}*Stop the server that uses it*");
    }

    [Fact]
    public async Task Without_a_folder_the_state_goes_with_the_store()
    {
        await using var store = SqliteStateStore.Open(new StoreSettings());
        await store.CommitAsync(writer => writer.SaveTask(new TaskRecord { Id = "t", Type = "stream" }));
        store.LoadTasks().Should().ContainSingle();
    }

    [Fact]
    public async Task Changes_from_many_threads_are_all_committed_in_the_order_of_each()
    {
        await using var store = Open();
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

    [Fact]
    public async Task Numbers_of_deliveries_grow_over_restarts()
    {
        var first = new Numbered();
        await using (var store = Open())
        {
            store.Enqueue(first);
            await store.WhenCommitted();
        }

        var second = new Numbered();
        await using var again = Open();
        again.Enqueue(second);
        second.FirstNumber.Should().BeGreaterThanOrEqualTo(first.FirstNumber + first.Numbers);
    }

    [Fact]
    public async Task A_file_of_the_first_version_is_brought_up_to_date_and_goes_on()
    {
        var alert = AlertRig.Event("cpu");
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        EventCodec.Write(bytes, alert);
        using (var file = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            file.Open();
            using var command = file.CreateCommand();
            command.CommandText = SqliteSchema.Steps[0] + $"""
                PRAGMA application_id = {SqliteSchema.ApplicationId}; PRAGMA user_version = 1;
                INSERT INTO facts VALUES ('id', 'first');
                INSERT INTO tasks VALUES ('t', 'stream', 's', '[]', '{"{}"}', 'enabled', '', 1, 1, NULL, '');
                INSERT INTO handlers VALUES ('system', 'h', 'x', '', NULL);
                INSERT INTO topics VALUES (7, 'system');
                INSERT INTO events VALUES (7, 'cpu', 3, 5, 0, 'm', '');
                INSERT INTO targets VALUES (4, 'system/h');
                INSERT INTO outbox VALUES (4, 9, 9, 1, $event);
                INSERT INTO dead_letters VALUES (3, 'system/h', 3, 1, 2, 1, 'bad', $event);
                """;
            command.Parameters.AddWithValue("$event", bytes.WrittenSpan.ToArray());
            command.ExecuteNonQuery();
        }

        await using var store = Open();
        var topics = new Topics(store, TimeProvider.System, NullLogger.Instance);
        await using var outbox = new Outbox(store, new DeliveryOptions(), TimeProvider.System, NullLogger.Instance);
        var handler = new RecordingHandler();
        topics.Attach("system", new Subscription.Delivered(new HandlerTarget("system", "h"), null, outbox.Attach(new HandlerTarget("system", "h"), handler), new HandlerSystem("x", TakesActivity: false)));
        topics.Publish("system", alert with { Level = AlertLevel.Ok });
        (await outbox.DeadLetters.ResendAsync(1)).Should().BeNull();
        await Until.True(() => handler.TakenCount == 3 && store.LoadTargets().Single().Count == 0);

        handler.Taken.Select(taken => (taken.Level, taken.PreviousLevel)).Should().Equal(
            (AlertLevel.Critical, AlertLevel.Ok), (AlertLevel.Ok, AlertLevel.Critical), (AlertLevel.Critical, AlertLevel.Ok));
        store.Id.Should().Be("first");
        store.LoadTasks().Should().ContainSingle().Which.RanScript.Should().BeNull();
        store.LoadHandlers().Should().ContainSingle().Which.DeliveryJson.Should().BeNull();
        new Ledger(store, outbox).Read(new LedgerFilter()).Should().NotBeEmpty();
    }

    [Fact]
    public async Task What_a_full_disk_keeps_from_being_written_is_not_called_committed_when_the_store_is_closed()
    {
        var store = await Made();
        store.LimitTo(1);
        var change = new JointChange();
        change.Add(writer => writer.SaveTask(new TaskRecord { Id = "big", Type = "stream", Script = new string('x', 100_000) }));
        var alone = change.Done;
        store.Enqueue(change);
        var all = store.WhenCommitted().AsTask();
        await Until.True(() => store.Status.Failure is not null);

        await store.DisposeAsync();

        await ((Func<Task>)(() => all)).Should().ThrowAsync<StoreException>().WithMessage("The disk of the state file * is full:*");
        await ((Func<Task>)(() => alone)).Should().ThrowAsync<SqliteException>();
    }

    private static void Many(IStateWriter writer)
    {
        for (var i = 0; i < 200; i++)
            writer.SaveTask(new TaskRecord { Id = $"more{i}", Type = "stream", Script = new string('x', 2000) });
    }

    private static bool IsClosed(SqliteStateStore store)
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

    private SqliteStateStore Open() => SqliteStateStore.Open(new StoreSettings { Folder = _folder.Path });

    private async Task<SqliteStateStore> Made()
    {
        var store = Open();
        await store.CommitAsync(writer =>
        {
            for (var i = 0; i < 100; i++)
                writer.SaveTask(new TaskRecord { Id = $"t{i}", Type = "stream", Script = new string('x', 500) });
        });
        return store;
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
