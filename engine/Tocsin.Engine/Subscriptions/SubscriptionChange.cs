using Tocsin.Influx.Client;

namespace Tocsin.Engine.Subscriptions;

/// <summary>What is to be done so that an InfluxDB has the subscriptions that are wanted, and no others that send to this server.</summary>
/// <param name="Drop">Those that are not wanted, or that have another destination, or that send the same once more.</param>
/// <param name="Create">Those that are missing.</param>
internal sealed record SubscriptionChange(IReadOnlyList<InfluxSubscription> Drop, IReadOnlyList<InfluxSubscription> Create)
{
    private const string Prefix = "kapacitor-";

    /// <summary>
    /// Compares what is wanted with what there is. One that a Kapacitor at this address left counts as this server's, whatever it is called: it sends the
    /// points here already, and goes on to when that server comes back.
    /// </summary>
    /// <param name="wanted">One for each retention policy.</param>
    /// <param name="present">All subscriptions on the InfluxDB.</param>
    /// <param name="name">What those of this server are called.</param>
    /// <param name="hosts">What InfluxDB may call this machine: one that was left may have another name for it.</param>
    public static SubscriptionChange Between(IReadOnlyList<InfluxSubscription> wanted, IReadOnlyList<InfluxSubscription> present, string name, IReadOnlySet<string> hosts)
    {
        var missing = wanted.ToDictionary(Place);
        var addresses = wanted.SelectMany(subscription => subscription.Destinations).Select(destination => AddressOf(destination, hosts)).ToHashSet();
        var left = present.Where(subscription => subscription.Name != name && subscription.Name.StartsWith(Prefix, StringComparison.Ordinal)
            && subscription.Destinations.All(destination => addresses.Contains(AddressOf(destination, hosts))));
        var own = present.Where(subscription => subscription.Name == name);
        var drop = new List<InfluxSubscription>();
        foreach (var subscription in left.Concat(own))
        {
            if (missing.TryGetValue(Place(subscription), out var same) && SendsAs(subscription, same, isOwn: subscription.Name == name, hosts))
                missing.Remove(Place(subscription));
            else
                drop.Add(subscription);
        }

        return new SubscriptionChange(drop, [.. missing.Values]);
    }

    // Credentials in the destination of another's do no harm, unless this server asks for its own.
    private static bool SendsAs(InfluxSubscription subscription, InfluxSubscription wanted, bool isOwn, IReadOnlySet<string> hosts) => isOwn || wanted.Destinations.Any(HasCredentials)
        ? subscription.Mode == wanted.Mode && subscription.Destinations.SequenceEqual(wanted.Destinations)
        : subscription.Destinations.Select(destination => AddressOf(destination, hosts)).SequenceEqual(wanted.Destinations.Select(destination => AddressOf(destination, hosts)));

    private static bool HasCredentials(string destination) => Uri.TryCreate(destination, UriKind.Absolute, out var address) && address.UserInfo.Length > 0;

    private static (string, string) Place(InfluxSubscription subscription) => (subscription.Database, subscription.RetentionPolicy);

    private static string AddressOf(string destination, IReadOnlySet<string> hosts) =>
        Uri.TryCreate(destination, UriKind.Absolute, out var address) ? $"{address.Scheme}://{(hosts.Contains(address.Host) ? "" : address.Host)}:{address.Port}{address.AbsolutePath}" : destination;
}
