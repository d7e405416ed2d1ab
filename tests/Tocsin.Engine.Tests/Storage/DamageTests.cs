using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Storage;

public sealed class DamageTests : IDisposable
{
    private const int Owed = 2000;
    private const int Target = 4;
    private const int PageBytes = 4096;

    private readonly TempFolder _folder = new();

    private string File => Path.Combine(_folder.Path, SqliteStateStore.FileName);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(19)]
    [InlineData(32)]
    public async Task Bytes_flipped_in_the_second_half_of_the_file_cost_little_of_what_is_owed_and_nothing_that_comes(int seed)
    {
        await Fill();
        var bytes = System.IO.File.ReadAllBytes(File);
        var random = new Random(seed);
        for (var i = 0; i < 50; i++)
            bytes[random.Next(bytes.Length / 2, bytes.Length)] ^= (byte)random.Next(1, 256);
        System.IO.File.WriteAllBytes(File, bytes);

        var (handler, status, letters) = await DeliverAll();

        // A page that leads to others may be hit: what is below it can be reached by no other way.
        handler.TakenCount.Should().BeGreaterThan(Owed * 2 / 5);
        handler.Taken.Should().Contain(alert => alert.Id == "new");

        // The bytes of a text may become another text, which nothing can tell.
        (handler.TakenCount > Owed || letters + status.RowProblems.Count + status.Salvage.Length > 0).Should().BeTrue("what is missing is told; {0} of {1} came", handler.TakenCount, Owed + 1);
    }

    [Fact]
    public async Task A_page_that_cannot_be_read_costs_its_rows_only_and_the_status_tells_until_the_damaged_file_is_removed()
    {
        await Fill();
        Overwrite(LeavesOf("outbox")[50]);

        var (handler, status, _) = await DeliverAll();

        handler.TakenCount.Should().BeInRange(Owed - 40, Owed);
        handler.Taken.Should().Contain(alert => alert.Id == "new");
        status.Failure.Should().BeNull();
        status.Salvage.Should().Contain("was found damaged").And.Contain("some rows could not be read in: outbox.").And.Contain("kept as tocsin.db.damaged-*");
        var kept = Directory.GetFiles(_folder.Path, "tocsin.db.damaged-*").Should().ContainSingle().Which;

        await using (var again = Open())
            again.Status.Salvage.Should().Be(status.Salvage, "a restart does not make it well");
        System.IO.File.Delete(kept);
        await using var clean = Open();
        clean.Status.Salvage.Should().BeEmpty();
    }

    [VolumeFact]
    public async Task Without_room_to_save_what_can_be_read_the_server_says_how_much_it_needs_and_takes_none()
    {
        await Fill();
        Overwrite(LeavesOf("outbox")[50]);
        using var volume = new SmallVolume((int)(new FileInfo(File).Length >> 20) + 1);
        System.IO.File.Copy(File, Path.Combine(volume.Path, SqliteStateStore.FileName));

        FluentActions.Invoking(() => Open(volume.Path)).Should().Throw<StoreException>().WithMessage("*is damaged (*), and there is no room to save what can be read of it*Free some space, and start the server again.");
        Directory.GetFiles(volume.Path, "*.new*").Should().BeEmpty();

        volume.Fill();
        FluentActions.Invoking(() => Open(volume.Path)).Should().Throw<StoreException>().WithMessage("The disk of the state file * is full*", "not even what a look at the file takes has room");
    }

    [Fact]
    public async Task What_was_saved_takes_its_place_when_a_crash_came_in_between()
    {
        await Fill();
        System.IO.File.Copy(File, File + ".saved");
        Overwrite(LeavesOf("outbox")[50]);

        await using var store = Open();

        store.ReadOwed(Target, 0, Owed + 1).Should().HaveCount(Owed);
        Directory.GetFiles(_folder.Path, "tocsin.db.damaged-*").Should().ContainSingle();
    }

    [Fact]
    public async Task Damage_that_is_met_later_stops_what_would_not_be_delivered_and_is_mended_by_the_next_start()
    {
        await Fill();
        Overwrite(LeavesOf("outbox")[50]);
        await using (var store = SqliteStateStore.Open(new StoreSettings { Folder = _folder.Path, CheckLimit = TimeSpan.Zero }))
        {
            store.Invoking(damaged => damaged.ReadOwed(Target, 0, Owed)).Should().Throw<StoreException>().WithMessage("*is damaged*Restart the server*");
            store.Status.Failure!.Message.Should().Contain("is damaged");
        }

        await using var again = SqliteStateStore.Open(new StoreSettings { Folder = _folder.Path, CheckLimit = TimeSpan.Zero });
        again.Status.Failure.Should().BeNull();
        again.ReadOwed(Target, 0, Owed).Should().HaveCountGreaterThan(Owed - 40);
        again.Status.Salvage.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Values_that_no_row_can_have_cost_no_more_than_their_row()
    {
        await Fill();
        Change(
            "UPDATE tasks SET created = -5, modified = 9223372036854775807 WHERE id = 't'",
            "INSERT INTO topics VALUES (99999999999, 'far')",
            "INSERT INTO events VALUES (3, 'odd', 17, 0, 0, '', '')",
            "UPDATE outbox SET since = 9223372036854775807 WHERE no = 1",
            "INSERT INTO outbox VALUES (77, 5, 5, 5, x'00')",
            "INSERT INTO dead_letters VALUES (8, 'ops/h', 8, -1, 9223372036854775807, 1, 'why', x'00')",
            "INSERT INTO source_keys VALUES ('s', x'0102', 1)",
            "INSERT INTO sources VALUES ('s', 'generic', 'nonsense')");

        var (handler, status, letters) = await DeliverAll();

        handler.TakenCount.Should().Be(Owed + 1);
        letters.Should().Be(2, "one was there, and one was owed to nobody");
        status.RowProblems.Should().HaveCount(4).And.Contain(problem => problem.StartsWith("events, row '3'", StringComparison.Ordinal))
            .And.Contain(problem => problem.StartsWith("topics, row '99999999999'", StringComparison.Ordinal))
            .And.Contain("outbox: 1 deliveries are owed to target 77, which has no name");
    }

    private async Task<(RecordingHandler Handler, StoreStatus Status, long Letters)> DeliverAll()
    {
        await using var store = Open();
        store.LoadTasks().Should().ContainSingle();
        var topics = new Topics(store, TimeProvider.System, NullLogger.Instance);
        await using var outbox = new Outbox(store, new DeliveryOptions(), TimeProvider.System, NullLogger.Instance);
        var handler = new RecordingHandler();
        topics.Attach("ops", new Subscription.Delivered(new HandlerTarget("ops", "h"), null, outbox.Attach(new HandlerTarget("ops", "h"), handler), new HandlerSystem("x", TakesActivity: false)));
        outbox.BuryUnclaimed();
        store.LoadSourceKeys((_, _, _) => { });
        topics.Publish("ops", AlertRig.Event("new"));
        await topics.WhenCommitted();
        await Until.True(() => outbox.FindCounters(HandlerTarget.Parse("ops/h"))!.Owed == 0);
        await Until.True(() => handler.Taken.Any(alert => alert.Id == "new"));
        await topics.WhenCommitted();
        _ = outbox.DeadLetters.List();
        return (handler, store.Status, outbox.DeadLetters.Count);
    }

    private async Task Fill()
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        await using (var store = Open())
        {
            await store.CommitAsync(writer =>
            {
                writer.SaveTask(new TaskRecord { Id = "t", Type = "stream" });
                writer.SaveTarget(Target, HandlerTarget.Parse("ops/h"));
                writer.SaveTopic(3, "ops");
                for (var i = 1; i <= Owed; i++)
                {
                    bytes.ResetWrittenCount();
                    EventCodec.Write(bytes, AlertRig.Event($"id{i}") with { Message = new string((char)('a' + (i % 26)), 400) });
                    writer.AddOwed(Target, i, i, 1_600_000_000_000 + i, bytes.WrittenSpan);
                }
            });
        }
    }

    private void Change(params string[] statements)
    {
        using var file = new SqliteConnection($"Data Source={File};Pooling=False");
        file.Open();
        foreach (var statement in statements)
            SqliteFile.Execute(file, statement);
    }

    /// <summary>The pages of a table without row ids that have no others below them, in their order.</summary>
    private List<long> LeavesOf(string table)
    {
        using var file = new SqliteConnection($"Data Source={File};Pooling=False");
        file.Open();
        using var command = file.CreateCommand();
        command.CommandText = $"SELECT rootpage FROM sqlite_master WHERE name = '{table}'";
        var root = (long)command.ExecuteScalar()!;
        return [.. LeavesBelow(System.IO.File.ReadAllBytes(File), root)];
    }

    private static IEnumerable<long> LeavesBelow(byte[] bytes, long page)
    {
        const byte Interior = 2;
        var at = (int)(page - 1) * PageBytes;
        if (bytes[at] != Interior)
            return [page];
        var cells = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 3));
        return Enumerable.Range(0, cells).SelectMany(cell =>
        {
            var place = at + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 12 + (2 * cell)));
            return LeavesBelow(bytes, BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(place)));
        });
    }

    private void Overwrite(long page)
    {
        using var file = System.IO.File.OpenWrite(File);
        file.Position = (page - 1) * PageBytes;
        file.Write([.. Enumerable.Repeat((byte)0xEE, PageBytes)]);
    }

    private SqliteStateStore Open() => Open(_folder.Path);

    private static SqliteStateStore Open(string folder) => SqliteStateStore.Open(new StoreSettings { Folder = folder });
}
