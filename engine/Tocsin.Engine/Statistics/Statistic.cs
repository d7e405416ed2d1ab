namespace Tocsin.Engine.Statistics;

/// <summary>Counters of one thing at one moment.</summary>
/// <param name="Name">What kind of thing it is: <c>ingress</c>, <c>nodes</c>, <c>edges</c>, <c>topics</c>, <c>kapacitor</c>, <c>runtime</c>.</param>
/// <param name="Tags">Which one it is.</param>
/// <param name="Values">Whole numbers, numbers with a fraction and texts.</param>
public sealed record Statistic(string Name, IReadOnlyList<(string Key, string Value)> Tags, IReadOnlyList<(string Key, object Value)> Values);
