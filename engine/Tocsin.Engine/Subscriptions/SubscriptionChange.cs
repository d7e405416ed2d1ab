using Tocsin.Influx.Client;

namespace Tocsin.Engine.Subscriptions;

/// <summary>What is to be done so that an InfluxDB has the subscriptions that are wanted, and no others of this server.</summary>
/// <param name="Drop">Those that are not wanted, or that have another destination, or that send the same to this server once more.</param>
/// <param name="Create">Those that are missing.</param>
internal sealed record SubscriptionChange(IReadOnlyList<InfluxSubscription> Drop, IReadOnlyList<InfluxSubscription> Create)
{
    private const string Prefix = "kapacitor-";

    /// <summary>Compares what is wanted with what there is.</summary>
    /// <param name="wanted">One for each retention policy.</param>
    /// <param name="present">All subscriptions on the InfluxDB.</param>
    /// <param name="name">What those of this server are called.</param>
    public static SubscriptionChange Between(IReadOnlyList<InfluxSubscription> wanted, IReadOnlyList<InfluxSubscription> present, string name)
    {
        var missing = wanted.ToDictionary(Place);
        var addresses = wanted.SelectMany(subscription => subscription.Destinations).Select(AddressOf).ToHashSet();
        var drop = new List<InfluxSubscription>();
        foreach (var subscription in present)
        {
            if (subscription.Name != name)
            {
                if (IsOfServerBefore(subscription, addresses))
                    drop.Add(subscription);
            }
            else if (missing.TryGetValue(Place(subscription), out var same) && IsSame(subscription, same))
            {
                missing.Remove(Place(subscription));
            }
            else
            {
                drop.Add(subscription);
            }
        }

        return new SubscriptionChange(drop, [.. missing.Values]);
    }

    // A server that was here before, or this one with another data folder: it would send every point twice.
    private static bool IsOfServerBefore(InfluxSubscription subscription, HashSet<string> addresses) =>
        subscription.Name.StartsWith(Prefix, StringComparison.Ordinal) && subscription.Destinations.All(destination => addresses.Contains(AddressOf(destination)));

    private static bool IsSame(InfluxSubscription one, InfluxSubscription other) => one.Mode == other.Mode && one.Destinations.SequenceEqual(other.Destinations);

    private static (string, string) Place(InfluxSubscription subscription) => (subscription.Database, subscription.RetentionPolicy);

    private static string AddressOf(string destination) => Uri.TryCreate(destination, UriKind.Absolute, out var address) ? $"{address.Host}:{address.Port}" : destination;
}
