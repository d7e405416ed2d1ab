using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Sql;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Storage.Postgres;

namespace Tocsin.Storage.Tests;

public sealed class StoreMigrationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task A_store_answers_alike_after_it_went_to_a_database_and_back()
    {
        var address = (await PostgresServer.SharedAsync()).NewAddress();
        var (before, id) = await MakeAsync("old");
        using (var from = SqliteStateStore.OpenTables(_folder.Of("old")))
        using (var to = PostgresStoreTables.Open(address))
            StoreMigration.Run(from, to).Should().Contain(copied => copied.Table == "outbox" && copied.Rows == 40);
        await using (var store = Database(address))
        {
            StoreAnswers.Of(store).Should().Equal(before);
            store.Id.Should().Be(id);
            await store.CommitAsync(writer => writer.AddDeadLetter(Letter(901)));
            store.ReadDeadLetters(0, 10)[^1].Number.Should().Be(6, "5 was the highest number that was ever given");
            await store.CommitAsync(writer => writer.RemoveDeadLetter(6));
        }

        using (var from = PostgresStoreTables.Open(address))
        using (var to = SqliteStateStore.MakeTables(_folder.Of("new")))
            StoreMigration.Run(from, to);
        await using var again = SqliteStateStore.Open(new StoreSettings { Folder = _folder.Of("new") });
        StoreAnswers.Of(again).Should().Equal(before);
        await again.CommitAsync(writer => writer.AddDeadLetter(Letter(902)));
        again.ReadDeadLetters(0, 10)[^1].Number.Should().Be(7);
    }

    [PostgresFact]
    public async Task A_place_that_has_state_is_refused_and_left_as_it_is()
    {
        var address = (await PostgresServer.SharedAsync()).NewAddress();
        await MakeAsync("old");
        await using (var store = Database(address))
            await store.CommitAsync(writer => writer.SaveTopic(1, "theirs"));

        using (var from = SqliteStateStore.OpenTables(_folder.Of("old")))
        using (var to = PostgresStoreTables.Open(address))
            FluentActions.Invoking(() => StoreMigration.Run(from, to)).Should().Throw<StoreException>().WithMessage("*has state already: 1 rows in topics. Nothing was changed.*");
        FluentActions.Invoking(() => SqliteStateStore.MakeTables(_folder.Of("old"))).Should().Throw<StoreException>().WithMessage("*has state already, in tocsin.db*");
        FluentActions.Invoking(() => SqliteStateStore.OpenTables(_folder.Of("none"))).Should().Throw<StoreException>().WithMessage("*holds no state*");
        await using var again = Database(address);
        again.LoadTopics().Should().Equal((1, "theirs"));
    }

    [PostgresFact]
    public async Task A_copy_that_breaks_off_leaves_nothing_behind_and_can_be_begun_again()
    {
        var address = (await PostgresServer.SharedAsync()).NewAddress();
        var (before, _) = await MakeAsync("old");
        using (var from = new Broken(SqliteStateStore.OpenTables(_folder.Of("old"))))
        using (var to = PostgresStoreTables.Open(address))
            FluentActions.Invoking(() => StoreMigration.Run(from, to)).Should().Throw<IOException>();
        using (var from = SqliteStateStore.OpenTables(_folder.Of("old")))
        using (var to = PostgresStoreTables.Open(address))
            StoreMigration.Run(from, to);
        using (var from = new Broken(PostgresStoreTables.Open(address)))
        using (var to = SqliteStateStore.MakeTables(_folder.Of("new")))
            FluentActions.Invoking(() => StoreMigration.Run(from, to)).Should().Throw<IOException>();
        Directory.GetFiles(_folder.Of("new")).Select(Path.GetFileName).Should().Equal("tocsin.lock");
        await using var store = Database(address);
        StoreAnswers.Of(store).Should().Equal(before);
    }

    [PostgresFact]
    public async Task A_store_that_a_server_uses_is_not_copied()
    {
        var address = (await PostgresServer.SharedAsync()).NewAddress();
        await using var file = SqliteStateStore.Open(new StoreSettings { Folder = _folder.Path });
        await using var store = Database(address);

        FluentActions.Invoking(() => SqliteStateStore.OpenTables(_folder.Path)).Should().Throw<StoreException>().WithMessage("*Stop the server that uses it*");
        FluentActions.Invoking(() => PostgresStoreTables.Open(address)).Should().Throw<StoreException>().WithMessage("*is used by another server*");
    }

    private static PostgresStateStore Database(string address) => PostgresStateStore.Open(address, TimeSpan.Zero, new StoreSettings());

    private static Alerting.Storage.Rows.DeadLetterRow Letter(long delivery) => new()
    {
        Delivery = delivery, Target = new("t", "h1"), Key = 1, SinceUnixMilliseconds = 1, DiedUnixMilliseconds = 2, Attempts = 1, Reason = "", Event = StoreScript.Event("x"),
    };

    private async Task<(IReadOnlyList<string> Answers, string Id)> MakeAsync(string name)
    {
        await using var store = SqliteStateStore.Open(new StoreSettings { Folder = _folder.Of(name), ReserveBytes = 0 });
        await StoreScript.RunAsync(store);
        return (StoreAnswers.Of(store), store.Id);
    }

    private sealed class Broken(IStoreTables tables) : IStoreTables
    {
        public string Place => tables.Place;

        public IReadOnlyList<string> Names => tables.Names;

        public long LastDeadLetter => tables.LastDeadLetter;

        public IReadOnlyList<string> ColumnsOf(string table) => tables.ColumnsOf(table);

        public long Count(string table) => tables.Count(table);

        public void Read(string table, IReadOnlyList<string> columns, Action<object?[]> take)
        {
            if (table == "outbox")
                throw new IOException("broken");
            tables.Read(table, columns, take);
        }

        public void Replace(string table, IReadOnlyList<string> columns, Action<Action<object?[]>> rows) => tables.Replace(table, columns, rows);

        public void Complete(long lastDeadLetter) => tables.Complete(lastDeadLetter);

        public void Dispose() => tables.Dispose();
    }
}
