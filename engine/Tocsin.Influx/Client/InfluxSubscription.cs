namespace Tocsin.Influx.Client;

/// <summary>A subscription as a server has it.</summary>
/// <param name="Database">The database it is on.</param>
/// <param name="RetentionPolicy">The retention policy it is on.</param>
/// <param name="Name">Its name.</param>
/// <param name="Mode"><c>ANY</c> or <c>ALL</c>.</param>
/// <param name="Destinations">Where writes are sent to.</param>
public sealed record InfluxSubscription(string Database, string RetentionPolicy, string Name, string Mode, IReadOnlyList<string> Destinations);
