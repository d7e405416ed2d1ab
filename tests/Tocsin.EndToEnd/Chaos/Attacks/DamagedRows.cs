using System.Net;
using Microsoft.Data.Sqlite;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>Values that make no sense in the database of a server that is down, then bytes that do not. It starts, goes on with all else, and tells.</summary>
internal sealed class DamagedRows : IAttack
{
    private const int Owed = 20;

    public async Task RunAsync(ChaosServer server)
    {
        var dead = (await server.StatusAsync()).GetProperty("dead-letters").GetInt64();
        await server.DefineAsync(
            "damaged", "stream|from().measurement('damaged').groupBy('id')|alert().id('{{ .Tags.id }}').message('{{ .Tags.id }}').details('').crit(lambda: TRUE).topic('damaged')");
        await server.DefineHandlerAsync("damaged", "dead", "http://127.0.0.1:1/");
        (await server.WriteAsync(string.Join('\n', Enumerable.Range(0, Owed).Select(id => $"damaged,id={id} v=1 1")))).Should().Be(HttpStatusCode.NoContent);

        await server.CrashAsync(() => Change(server, OddValues));

        var storage = (await server.StatusAsync()).GetProperty("server").GetProperty("storage");
        storage.GetProperty("row-problems").GetArrayLength().Should().BePositive();
        (await server.AttentionAsync()).Should().Contain("state was damaged");
        (await server.StatusAsync("tasks", "id", "odd")).GetProperty("state").GetString().Should().Be("failed");
        (await server.StatusAsync("handlers", "handler", "odd/odd")).GetProperty("state").GetString().Should().Be("suspended");
        await ChaosServer.UntilAsync(
            async () => (await server.StatusAsync()).GetProperty("dead-letters").GetInt64() == dead + 1, "an event that cannot be read is a dead letter");
        (await server.StatusAsync("handlers", "handler", "damaged/dead")).GetProperty("owed").GetInt64().Should().Be(Owed - 1, "the others wait");

        await server.CrashAsync(() =>
        {
            Change(server, "DELETE FROM tasks WHERE id = 'odd'; DELETE FROM handlers WHERE id = 'odd'; UPDATE tasks SET modified = created WHERE id = 'damaged'");
            FlipBytes(server, "ledger");
        });

        storage = (await server.StatusAsync()).GetProperty("server").GetProperty("storage");
        storage.GetProperty("damage").GetString().Should().Contain("rows were saved");
        (await server.AttentionAsync()).Should().Contain("state was damaged");
        (await server.StatusAsync("handlers", "handler", "damaged/dead")).GetProperty("owed").GetInt64().Should().Be(Owed - 1, "what is owed is not in what was damaged");
        foreach (var kept in Directory.GetFiles(server.DataFolder, "tocsin.db.damaged-*"))
            File.Delete(kept);
        await server.RemoveAsync("/kapacitor/v1/tasks/damaged");
        await server.RemoveAsync("/kapacitor/v1/alerts/topics/damaged/handlers/dead");
    }

    private const string OddValues = """
        INSERT INTO tasks (id, type, script, dbrps, vars, status, template, created, modified, enabled, error)
            VALUES ('odd', 'neither', X'FF00', '{', '[', 'enabled', '', -1, 9223372036854775807, 9223372036854775807, '');
        INSERT INTO handlers (topic, id, kind, match, options, delivery) VALUES ('odd', 'odd', 'post', 'levl(', 'not json', '[[');
        UPDATE tasks SET modified = 9223372036854775807 WHERE id = 'damaged';
        UPDATE events SET level = 99, time = -9223372036854775808 WHERE id = '3' AND topic IN (SELECT no FROM topics WHERE name = 'damaged');
        UPDATE outbox SET event = X'00FF00FF' WHERE (target, no) IN
            (SELECT target, min(outbox.no) FROM outbox JOIN targets ON targets.no = outbox.target WHERE targets.name = 'damaged/dead');
        """;

    private static void Change(ChaosServer server, string statements)
    {
        using var connection = Open(server);
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }

    /// <summary>Makes nonsense of the head of a table's first page.</summary>
    private static void FlipBytes(ChaosServer server, string table)
    {
        long page, size;
        using (var connection = Open(server))
        {
            (page, size) = (Ask(connection, $"SELECT rootpage FROM sqlite_master WHERE name = '{table}'"), Ask(connection, "PRAGMA page_size"));
            Ask(connection, "PRAGMA wal_checkpoint(TRUNCATE)").Should().Be(0);
        }

        using var file = new FileStream(PathOf(server), FileMode.Open, FileAccess.ReadWrite);
        var bytes = new byte[64];
        file.Position = (page - 1) * size;
        file.ReadExactly(bytes);
        file.Position = (page - 1) * size;
        file.Write([.. bytes.Select(static flipped => (byte)~flipped)]);
    }

    private static long Ask(SqliteConnection connection, string question)
    {
        using var command = connection.CreateCommand();
        command.CommandText = question;
        return (long)command.ExecuteScalar()!; // All of them answer with a number.
    }

    private static SqliteConnection Open(ChaosServer server)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = PathOf(server), Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static string PathOf(ChaosServer server) => Path.Combine(server.DataFolder, "tocsin.db");
}
