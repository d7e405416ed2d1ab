namespace Tocsin.Server.Kapacitor.Bolt;

/// <summary>A key with its value.</summary>
/// <param name="Buckets">The buckets that it is in, from the outermost.</param>
/// <param name="Key">The key; keys of Kapacitor are text.</param>
/// <param name="Value">The value. Holds while the item is looked at.</param>
internal readonly record struct BoltItem(IReadOnlyList<string> Buckets, string Key, ReadOnlyMemory<byte> Value);
