namespace Tocsin.Alerting.Alerts.Listing;

/// <summary>What became of alerts since a number.</summary>
/// <param name="Now">All that are open now.</param>
/// <param name="Changed">Those that are open and changed.</param>
/// <param name="Gone">Those that are not open any more.</param>
public sealed record AlertDifference(AlertSnapshot Now, IReadOnlyList<ListedAlert> Changed, IReadOnlyList<(string Topic, string Id)> Gone);
