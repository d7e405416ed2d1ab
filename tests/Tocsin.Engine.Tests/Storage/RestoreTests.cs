using Microsoft.Data.Sqlite;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Alerting.Storage.Sql;
using Tocsin.Alerting.Storage.Sqlite;

namespace Tocsin.Engine.Tests.Storage;

/// <summary>A backup takes the place of a state, or nothing is changed.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Data => _folder.Of("data");

    private string Backup => _folder.Of("backup.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_there_is_kept_and_the_state_of_the_backup_is_in_force()
    {
        await BackUpAsync();
        await SaveAsync("after");

        var restored = SqliteStateStore.Restore(Backup, Data);

        (await TasksAsync(Data)).Should().Equal("before");
        restored.Version.Should().Be(SqlSchema.Steps.Count);
        var kept = restored.Kept!; // There was a state.
        Path.GetFileName(kept).Should().StartWith("tocsin.db.replaced-");
        SqliteStateStore.Restore(Backup, _folder.Of("new")).Kept.Should().BeNull();
        Directory.CreateDirectory(_folder.Of("old"));
        foreach (var part in Directory.GetFiles(Data, Path.GetFileName(kept) + "*"))
            File.Copy(part, _folder.Of("old", "tocsin.db" + part[kept.Length..]));
        (await TasksAsync(_folder.Of("old"))).Should().Equal("after", "before");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(_folder.Of("data", "tocsin.db")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task The_log_of_what_was_there_is_not_taken_for_that_of_the_backup()
    {
        await BackUpAsync();
        var store = Open(Data);
        await store.CommitAsync(writer => writer.SaveTask(new TaskRecord { Id = "in-the-log", Type = "stream" }));
        foreach (var part in Directory.GetFiles(Data, "tocsin.db*"))
            File.Copy(part, _folder.Of("killed-" + Path.GetFileName(part)));
        await store.DisposeAsync();
        foreach (var part in Directory.GetFiles(_folder.Path, "killed-*"))
            File.Move(part, Path.Combine(Data, Path.GetFileName(part)["killed-".Length..]), overwrite: true);
        new FileInfo(_folder.Of("data", "tocsin.db-wal")).Length.Should().BePositive();

        SqliteStateStore.Restore(Backup, Data);

        (await TasksAsync(Data)).Should().Equal("before");
    }

    [Fact]
    public async Task A_restore_that_a_crash_cut_off_is_finished_by_the_next_start()
    {
        await BackUpAsync();
        await SaveAsync("after");
        File.Copy(Backup, _folder.Of("data", "tocsin.db.restored"));

        (await TasksAsync(Data)).Should().Equal("before");
        Directory.GetFiles(Data, "tocsin.db.replaced-*").Should().ContainSingle();
    }

    [Fact]
    public async Task The_folder_of_a_server_that_runs_is_left_alone()
    {
        await BackUpAsync();
        await using var running = Open(Data);

        Refusal(Backup).Should().Contain("cannot be used").And.Contain("Stop the server that uses it");
    }

    [Fact]
    public async Task A_backup_of_a_newer_version_is_refused()
    {
        await BackUpAsync();
        Change("PRAGMA user_version = 999");

        Refusal(Backup).Should().Be(
            $"The backup {Backup} has version 999; this program knows versions up to {SqlSchema.Steps.Count}. Restore it with the newer program, and go on with that.");
        (await TasksAsync(Data)).Should().Equal("before");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a database at all, but long enough to have a header of one hundred bytes, which this text surely has by now")]
    public void A_file_that_is_no_backup_is_refused(string text) =>
        Refusal(_folder.Write("other", text)).Should().StartWith($"{_folder.Of("other")} is not a backup: it does not begin as one does.").And.Contain("tocsin import");

    [Fact]
    public void A_database_of_another_program_is_refused()
    {
        Change("CREATE TABLE customers (name TEXT)");

        Refusal(Backup).Should().Be($"{Backup} is not a backup: it is a database of another program.");
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() => Refusal(_folder.Of("none.db")).Should().StartWith($"The backup {_folder.Of("none.db")} cannot be read: ");

    [Fact]
    public async Task A_state_file_that_was_copied_in_the_middle_of_writes_is_refused()
    {
        await BackUpAsync();

        Refusal(_folder.Of("data", "tocsin.db")).Should().Contain("is not a backup: it is a copied state file, and what was written last may be missing in it.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backup_that_is_damaged_or_cut_off_is_refused_and_nothing_is_changed(bool isCut)
    {
        await BackUpAsync();
        await SaveAsync("after");
        using (var file = new FileStream(Backup, FileMode.Open))
        {
            if (isCut)
            {
                file.SetLength(file.Length - 4096);
            }
            else
            {
                file.Position = 4096;
                file.Write(new byte[(int)file.Length - 4096]);
            }
        }

        Refusal(Backup).Should().StartWith($"The backup {Backup} is damaged: ").And.Contain("Nothing was changed");
        (await TasksAsync(Data)).Should().Equal("after", "before");
        Directory.GetFiles(Data, "tocsin.db*").Select(Path.GetFileName).Should().Equal("tocsin.db");
    }

    private string Refusal(string file) => FluentActions.Invoking(() => SqliteStateStore.Restore(file, Data)).Should().Throw<StoreException>().Which.Message;

    private async Task BackUpAsync()
    {
        await using var store = Open(Data);
        await store.CommitAsync(writer => writer.SaveTask(new TaskRecord { Id = "before", Type = "stream" }));
        store.CopyTo(Backup);
    }

    private async Task SaveAsync(string id)
    {
        await using var store = Open(Data);
        await store.CommitAsync(writer => writer.SaveTask(new TaskRecord { Id = id, Type = "stream" }));
    }

    private void Change(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Backup};Pooling=False");
        connection.Open();
        SqliteFile.Execute(connection, sql);
    }

    private static async Task<IReadOnlyList<string>> TasksAsync(string folder)
    {
        await using var store = Open(folder);
        return [.. store.LoadTasks().Select(task => task.Id)];
    }

    private static SqliteStateStore Open(string folder) => SqliteStateStore.Open(new StoreSettings { Folder = folder, ReserveBytes = 0 });
}
