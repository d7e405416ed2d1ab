namespace Tocsin.Server.Kapacitor.Bolt;

/// <summary>A part of a file that cannot be read.</summary>
/// <param name="Place">The page or bucket, or <c>file</c>.</param>
/// <param name="Why">What is wrong with it.</param>
internal readonly record struct BoltDamage(string Place, string Why);
