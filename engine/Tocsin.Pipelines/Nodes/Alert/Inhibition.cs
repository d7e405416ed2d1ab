namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>What an alert mutes while it is not OK.</summary>
/// <param name="Category">Of the alerts it mutes.</param>
/// <param name="Tags">Names of tags whose values must be the same.</param>
public sealed record Inhibition(string Category, IReadOnlyList<string> Tags);
