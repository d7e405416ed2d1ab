using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>An item on its way to a group.</summary>
/// <param name="Parent">The parent it came from.</param>
/// <param name="Item">Point or batch.</param>
/// <param name="Group">The group it goes to.</param>
/// <param name="Time">Its time, rounded.</param>
internal readonly record struct OnItem<TItem>(int Parent, TItem Item, Group Group, long Time);
