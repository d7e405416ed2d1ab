using Microsoft.Data.Sqlite;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Storage;

public sealed class StateFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Data => Path.Combine(_folder.Path, "data");

    private string File => Path.Combine(Data, SqliteStateStore.FileName);

    private string Reserve => Path.Combine(Data, SqliteReserve.FileName);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    public async Task A_file_that_is_removed_while_it_is_used_keeps_changes_waiting_until_it_is_back(string part)
    {
        await using var store = Open();
        await Save(store, "before");
        var away = Path.Combine(_folder.Path, "away");
        System.IO.File.Move(File + part, away);

        var waiting = Save(store, "lost");
        await Until.True(() => store.Status.Failure is not null);
        waiting.IsCompleted.Should().BeFalse();
        store.Status.Failure!.Message.Should().Be(
            $"The state file {File}{part} was removed or replaced while the server used it: what is written now would not be found again. "
            + $"Put it back where it was, or restart the server to go on with what is in {Data}.");

        System.IO.File.Move(away, File + part);
        await waiting;
        await Until.True(() => store.Status.Failure is null);
        store.LoadTasks().Select(task => task.Id).Should().Equal("before", "lost");
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    public async Task A_change_that_somebody_asks_for_while_a_file_is_gone_is_refused_at_once_and_never_made(string part)
    {
        await using var store = Open();
        await Save(store, "before");
        var away = Path.Combine(_folder.Path, "away");
        System.IO.File.Move(File + part, away);

        var asked = () => store.CommitAsync(writer => writer.SaveTask(new TaskRecord { Id = "refused", Type = "stream" }));
        await asked.Should().ThrowAsync<StoreException>().WithMessage("*was removed or replaced*");

        System.IO.File.Move(away, File + part);
        await Save(store, "after");
        store.LoadTasks().Select(task => task.Id).Should().Equal("after", "before");
    }

    [Fact]
    public async Task Nobody_needs_to_write_for_the_status_to_tell_that_the_file_is_gone()
    {
        await using var store = Open();
        await Save(store, "before");
        Directory.Move(Data, Data + ".away");

        await Until.True(() => store.Status.Failure is not null);

        Directory.Move(Data + ".away", Data);
        await Until.True(() => store.Status.Failure is null);
    }

    [Fact]
    public async Task What_was_written_to_a_removed_file_is_not_called_committed_when_the_store_is_closed()
    {
        var store = Open();
        await Save(store, "before");
        System.IO.File.Delete(File);
        var waiting = Save(store, "lost");
        await Until.True(() => store.Status.Failure is not null);

        await store.DisposeAsync();

        await ((Func<Task>)(() => waiting)).Should().ThrowAsync<StoreException>().WithMessage("*was removed or replaced*");
        await ((Func<Task>)(() => store.WhenCommitted().AsTask())).Should().ThrowAsync<StoreException>();
    }

    [Fact]
    public async Task Others_may_not_read_what_is_stored()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using (var store = Open())
        {
            await Save(store, "t");
            await Until.True(() => store.Status.ReserveBytes > 0);

            System.IO.File.GetUnixFileMode(Data).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Directory.GetFiles(Data).Select(Path.GetFileName).Should()
                .BeEquivalentTo("tocsin.db", "tocsin.db-wal", "tocsin.db-shm", "tocsin.lock", "tocsin.reserve");
            Directory.GetFiles(Data).Select(System.IO.File.GetUnixFileMode).Should().AllBeEquivalentTo(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        // As an earlier version left it.
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await using var again = Open();
        System.IO.File.GetUnixFileMode(File).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_database_with_tables_of_others_and_no_mark_is_refused_and_not_touched()
    {
        Directory.CreateDirectory(Data);
        using (var other = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            other.Open();
            SqliteFile.Execute(other, "CREATE TABLE customers (name TEXT)");
        }

        var bytes = System.IO.File.ReadAllBytes(File);

        FluentActions.Invoking(Open).Should().Throw<StoreException>()
            .WithMessage($"The file {File} is a database of another program. Move it away, or choose another data folder.");
        System.IO.File.ReadAllBytes(File).Should().Equal(bytes);
    }

    [Fact]
    public async Task A_file_with_nothing_in_it_is_taken()
    {
        Directory.CreateDirectory(Data);
        await System.IO.File.WriteAllBytesAsync(File, []);

        await using var store = Open();
        await Save(store, "t");
    }

    [Fact]
    public async Task The_reserve_is_given_up_on_a_full_disk_and_made_again_after_it()
    {
        await using var store = Open();
        await Save(store, "t");
        await Until.True(() => store.Status.ReserveBytes > 0);
        store.Status.IsReserveUsed.Should().BeFalse();

        store.LimitTo(1);
        var waiting = Save(store, "big", new string('x', 1_000_000));
        await Until.True(() => store.Status.Failure is not null);
        store.Status.IsReserveUsed.Should().BeTrue();

        store.LimitTo(0);
        await waiting;
        await Until.True(() => store.Status.ReserveBytes > 0);
        store.Status.IsReserveUsed.Should().BeFalse();
    }

    [Fact]
    public async Task The_reserve_takes_room_and_none_is_made_when_none_is_wanted()
    {
        await using (var store = SqliteStateStore.Open(new StoreSettings { Folder = Data, ReserveBytes = 0 }))
        {
            await Save(store, "t");
            store.LimitTo(1);
            _ = Save(store, "big", new string('x', 1_000_000));
            await Until.True(() => store.Status.Failure is not null);
            store.Status.IsReserveUsed.Should().BeFalse();
        }

        System.IO.File.Exists(Reserve).Should().BeFalse();
    }

    [Fact]
    public async Task The_log_is_emptied_before_it_takes_much_of_a_disk()
    {
        await using var store = SqliteStateStore.Open(new StoreSettings { Folder = Data, LongestLog = 1 << 20 });
        var longest = 0L;
        for (var i = 0; i < 100; i++)
        {
            var id = $"t{i}";
            await store.CommitAsync(writer => writer.SaveTask(new TaskRecord { Id = id, Type = "stream", Script = new string('x', 200_000) }));
            longest = Math.Max(longest, store.Status.LogBytes);
        }

        longest.Should().BeGreaterThan(0).And.BeLessThan(2 << 20);
    }

    private static Task Save(SqliteStateStore store, string id, string script = "")
    {
        var change = new JointChange();
        change.Add(writer => writer.SaveTask(new TaskRecord { Id = id, Type = "stream", Script = script }));
        var done = change.Done;
        store.Enqueue(change);
        return done;
    }

    private SqliteStateStore Open() => SqliteStateStore.Open(new StoreSettings { Folder = Data });
}
