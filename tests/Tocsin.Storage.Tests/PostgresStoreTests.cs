using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Storage.Postgres;

namespace Tocsin.Storage.Tests;

public sealed class PostgresStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task A_second_server_on_a_database_is_refused_with_the_name_of_the_first()
    {
        var address = (await PostgresServer.SharedAsync()).NewAddress();
        await using var first = Open(address);

        FluentActions.Invoking(() => Open(address)).Should().Throw<StoreException>()
            .WithMessage($"postgres://*is used by another server: tocsin {Environment.MachineName} {Environment.ProcessId}, since * UTC. Stop it, or name another database.");
        await first.CommitAsync(writer => writer.SaveTopic(1, "still"));
    }

    [PostgresFact]
    public async Task A_server_that_lost_the_database_to_another_one_writes_nothing_more()
    {
        using var server = await PostgresServer.StartAsync();
        var address = server.NewAddress();
        await using var first = Open(address);
        await first.CommitAsync(writer => writer.SaveTopic(1, "first"));
        await server.KillAsync();
        await server.RunAsync();
        await using (var second = Open(address))
            await second.CommitAsync(writer => writer.SaveTopic(2, "second"));

        await first.Awaiting(store => store.CommitAsync(writer => writer.SaveTopic(2, "stale"))).Should().ThrowAsync<StoreException>().WithMessage("*was taken by another server, tocsin *");

        first.Failure!.Message.Should().Contain("Stop one of the two");
        first.LoadTopics().Should().Equal((1, "first"), (2, "second"));
    }

    [PostgresFact]
    public async Task While_the_server_is_away_changes_wait_and_are_made_when_it_is_there_again()
    {
        using var server = await PostgresServer.StartAsync();
        await using var store = Open(server.NewAddress());
        await store.CommitAsync(writer => writer.SaveTopic(1, "before"));
        await server.KillAsync();
        await store.Awaiting(open => open.CommitAsync(writer => writer.SaveTopic(3, "asked"))).Should().ThrowAsync<StoreException>();
        var waiting = new JointChange();
        waiting.Add(writer => writer.SaveTopic(2, "taken"));
        var done = waiting.Done;
        store.Enqueue(waiting);

        await store.Awaiting(open => open.WhenCommitted().AsTask()).Should().ThrowAsync<StoreException>().WithMessage("*cannot be reached*nothing that was taken is lost*");
        store.Invoking(open => open.LoadTopics()).Should().Throw<StoreException>();
        store.Status.Failure.Should().NotBeNull();
        done.IsCompleted.Should().BeFalse();

        await server.RunAsync();
        await done;
        await Until.True(() => store.Failure is null);
        store.LoadTopics().Should().Equal((1, "before"), (2, "taken"));
    }

    [PostgresFact]
    public async Task Restarts_in_the_midst_of_commits_lose_nothing_and_make_nothing_twice()
    {
        using var server = await PostgresServer.StartAsync();
        await using var store = Open(server.NewAddress());
        var last = Task.CompletedTask;
        var queued = 0;
        for (var round = 0; round < 3; round++)
        {
            var restart = Task.Run(async () =>
            {
                await server.KillAsync();
                await server.RunAsync();
            });
            while (!restart.IsCompleted || queued % 100 != 0)
            {
                var number = queued++;
                var change = new JointChange();
                change.Add(writer =>
                {
                    writer.AddToLedger(new LedgerEntry { Target = 1, Key = number, RaisedUnixMilliseconds = 1, EndedUnixMilliseconds = 1, Outcome = LedgerOutcome.Delivered });
                    writer.SaveTopic(1, $"{number}");
                });
                last = change.Done;
                store.Enqueue(change);
                if (number % 4 == 0)
                    await Task.Delay(1);
            }

            await restart;
        }

        await last;
        var ledger = new List<long>();
        for (var before = long.MaxValue; store.ReadLedger(new LedgerQuery(null, null, null, 0, long.MaxValue, before, 1000)) is { Count: > 0 } page; before = page[^1].Number)
            ledger.AddRange(page.Select(entry => entry.Key));
        ledger.Should().Equal(Enumerable.Range(0, queued).Select(i => (long)i).Reverse());
        store.LoadTopics().Should().Equal((1, $"{queued - 1}"));
    }

    [PostgresFact]
    public async Task A_server_that_is_away_at_the_start_is_waited_for()
    {
        using var server = await PostgresServer.StartAsync();
        var address = server.NewAddress();
        await server.KillAsync();
        FluentActions.Invoking(() => Open(address)).Should().Throw<StoreException>().WithMessage("postgres://*cannot be reached*storage.postgres*");

        var opening = Task.Run(() => Open(address, TimeSpan.FromMinutes(1)));
        await server.RunAsync();
        await using var store = await opening;
        store.LoadTopics().Should().BeEmpty();
    }

    [PostgresFact]
    public async Task What_keeps_a_database_from_being_used_is_said_with_the_way_out_and_without_the_password()
    {
        var server = await PostgresServer.SharedAsync();
        await server.ExecuteAsync("CREATE ROLE stranger LOGIN");

        Refusal(server.AddressOf("a", "nobody-knows", "postgres")).Should().Contain("does not let the user 'nobody-knows' in");
        Refusal(server.AddressOf("a", "stranger")).Should().Contain("cannot be used by 'stranger'").And.Contain("owner of the database");
        Refusal(server.AddressOf("a", database: "missing")).Should().Contain("has no database 'missing'").And.Contain("CREATE DATABASE");
        await server.ExecuteAsync("CREATE SCHEMA theirs CREATE TABLE x (y int)");
        Refusal(server.AddressOf("theirs")).Should().Contain("tables of another program");
        Refusal("postgres://u:geheim@localhost/d?ssl-mode=x").Should().Contain("'ssl-mode', which is not known: choose among application_name, ").And.NotContain("geheim");
        Refusal("postgres://u:geheim@localhost").Should().Contain("names no database").And.NotContain("geheim");
    }

    [PostgresFact]
    public async Task A_newer_database_is_refused_and_not_touched()
    {
        var server = await PostgresServer.SharedAsync();
        var address = server.NewAddress();
        await Open(address).DisposeAsync();
        await server.ExecuteAsync($"UPDATE {address.Split('=')[^1]}.server SET version = 99");

        Refusal(address).Should().Contain("has version 99; this server knows versions up to");
    }

    [PostgresFact]
    public async Task State_in_a_file_and_in_a_database_are_not_taken_for_each_other()
    {
        var address = (await PostgresServer.SharedAsync()).NewAddress();
        await Alerting.Storage.Sqlite.SqliteStateStore.Open(Settings).DisposeAsync();
        Refusal(address).Should().Contain($"{_folder.Of("tocsin.db")} stands beside postgres://").And.Contain("tocsin migrate");

        File.Delete(_folder.Of("tocsin.db"));
        await PostgresStateStore.Open(address, TimeSpan.Zero, Settings).DisposeAsync();
        FluentActions.Invoking(() => Alerting.Storage.Sqlite.SqliteStateStore.Open(Settings)).Should().Throw<StoreException>().WithMessage("*is in postgres://*tocsin.database to begin with empty state.");
    }

    [PostgresFact]
    public async Task A_copy_is_left_to_PostgreSQLs_own_tools()
    {
        await using var store = Open((await PostgresServer.SharedAsync()).NewAddress());

        store.Invoking(open => open.CopyTo(_folder.Of("copy"))).Should().Throw<StoreException>().WithMessage("*pg_dump*");
        store.Status.Database.Should().StartWith("postgres://");
    }

    private StoreSettings Settings => new() { Folder = _folder.Path, ReserveBytes = 0 };

    private static PostgresStateStore Open(string address, TimeSpan patience = default) => PostgresStateStore.Open(address, patience, new StoreSettings());

    private string Refusal(string address) => FluentActions.Invoking(() => PostgresStateStore.Open(address, TimeSpan.Zero, Settings)).Should().Throw<StoreException>().Which.Message;
}
