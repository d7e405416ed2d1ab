using System.Text.Json.Nodes;

namespace Tocsin.Conformance;

/// <summary>What is in the InfluxDB of a case.</summary>
internal sealed class InfluxContent(InfluxDaemon influxd)
{
    private readonly HashSet<(string Database, string Policy)> _made = [];

    /// <summary>Writes a data file, and makes what it names.</summary>
    public async Task FillAsync(string data, string database)
    {
        foreach (var write in DataStep.Parse($"#db {database} autogen\n{data}").OfType<DataStep.Write>())
        {
            await MakeAsync(write.Database, write.RetentionPolicy);
            await influxd.WriteAsync(write.Database, write.Lines, write.RetentionPolicy);
        }

        await MakeAsync(database, "autogen");
    }

    /// <summary>The series that answer a query, or its error.</summary>
    public async Task<JsonNode?> AskAsync(string query, string database)
    {
        var answer = JsonNode.Parse(await influxd.QueryAsync(query, database, epoch: ""))!.AsObject();
        if (answer["error"] is { } refused)
            return new JsonObject { ["status"] = 400, ["error"] = refused.DeepClone() };
        var result = answer["results"]?[0]?.AsObject();
        return result?["error"] is { } error ? new JsonObject { ["error"] = error.DeepClone() } : result?["series"]?.DeepClone() ?? new JsonArray();
    }

    /// <summary>Drops the databases whose names begin so.</summary>
    public async Task DropAsync(string database)
    {
        var names = (await AskAsync("SHOW DATABASES", ""))?[0]?["values"] as JsonArray ?? [];
        foreach (var name in names.Select(row => row![0]!.GetValue<string>()).Where(name => name.StartsWith(database, StringComparison.Ordinal)))
            await influxd.QueryAsync($"DROP DATABASE \"{name}\"");
    }

    private async Task MakeAsync(string database, string policy)
    {
        if (_made.Add((database, "")))
            await influxd.QueryAsync($"CREATE DATABASE \"{database}\"");
        if (policy != "autogen" && _made.Add((database, policy)))
            await influxd.QueryAsync($"CREATE RETENTION POLICY \"{policy}\" ON \"{database}\" DURATION INF REPLICATION 1");
    }
}
