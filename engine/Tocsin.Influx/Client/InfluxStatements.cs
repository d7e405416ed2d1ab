using Tocsin.Influx.Answers;

namespace Tocsin.Influx.Client;

/// <summary>What InfluxDB is told and asked besides data.</summary>
public static class InfluxStatements
{
    /// <summary>Makes a database unless it is there.</summary>
    /// <param name="retentionPolicy">The name of its retention policy; empty for the server's default.</param>
    public static Task CreateDatabaseAsync(this InfluxClient client, string database, string retentionPolicy = "", CancellationToken cancellationToken = default) =>
        client.QueryAsync(
            new InfluxQuery($"CREATE DATABASE {InfluxName.Quote(database)}" + (retentionPolicy.Length > 0 ? $" WITH NAME {InfluxName.Quote(retentionPolicy)}" : "")),
            cancellationToken);

    /// <summary>The names of the databases.</summary>
    public static async Task<IReadOnlyList<string>> DatabasesAsync(this InfluxClient client, CancellationToken cancellationToken = default) =>
        [.. (await client.QueryAsync(new InfluxQuery("SHOW DATABASES"), cancellationToken).ConfigureAwait(false)).SelectMany(table => table.Column("name"))];

    /// <summary>The names of the retention policies of a database.</summary>
    public static async Task<IReadOnlyList<string>> RetentionPoliciesAsync(this InfluxClient client, string database, CancellationToken cancellationToken = default)
    {
        var query = new InfluxQuery($"SHOW RETENTION POLICIES ON {InfluxName.Quote(database)}");
        return [.. (await client.QueryAsync(query, cancellationToken).ConfigureAwait(false)).SelectMany(table => table.Column("name"))];
    }

    /// <summary>The subscriptions on all databases.</summary>
    public static async Task<IReadOnlyList<InfluxSubscription>> SubscriptionsAsync(this InfluxClient client, CancellationToken cancellationToken = default) =>
        [.. (await client.QueryAsync(new InfluxQuery("SHOW SUBSCRIPTIONS"), cancellationToken).ConfigureAwait(false)).SelectMany(Subscriptions)];

    public static Task CreateSubscriptionAsync(this InfluxClient client, InfluxSubscription subscription, CancellationToken cancellationToken = default) =>
        client.QueryAsync(
            new InfluxQuery(
                $"CREATE SUBSCRIPTION {Place(subscription)} DESTINATIONS {subscription.Mode} {string.Join(", ", subscription.Destinations.Select(InfluxName.Text))}"),
            cancellationToken);

    public static Task DropSubscriptionAsync(this InfluxClient client, InfluxSubscription subscription, CancellationToken cancellationToken = default) =>
        client.QueryAsync(new InfluxQuery($"DROP SUBSCRIPTION {Place(subscription)}"), cancellationToken);

    private static string Place(InfluxSubscription subscription) =>
        $"{InfluxName.Quote(subscription.Name)} ON {InfluxName.Quote(subscription.Database)}.{InfluxName.Quote(subscription.RetentionPolicy)}";

    // A series for each database; destinations are an array within the row.
    private static IEnumerable<InfluxSubscription> Subscriptions(InfluxTable table)
    {
        var (policy, name, mode, destinations) = (table.Series.IndexOf("retention_policy"), table.Series.IndexOf("name"), table.Series.IndexOf("mode"), table.Series.IndexOf("destinations"));
        if (policy < 0 || name < 0 || mode < 0 || destinations < 0)
            return [];
        return table.Rows.Select(row => new InfluxSubscription(table.Series.Name, row[policy].Text, row[name].Text, row[mode].Text, row[destinations].Text.Split('\n')));
    }
}
