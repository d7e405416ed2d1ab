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
using Tocsin.Alerting.Storage.Sql;
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
    public async Task A_file_of_the_first_version_is_brought_up_to_date_and_goes_on()
    {
        var alert = AlertRig.Event("cpu");
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        EventCodec.Write(bytes, alert);
        using (var file = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            file.Open();
            using var command = file.CreateCommand();
            command.CommandText = SqlSchema.Steps[0] + $"""
                PRAGMA application_id = {SqliteTables.ApplicationId}; PRAGMA user_version = 1;
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
}
