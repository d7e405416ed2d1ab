namespace Tocsin.Server.Kapacitor.Bolt;

/// <summary>A database file, or a part of it, cannot be read. The message says where and why.</summary>
internal sealed class BoltException(string message) : Exception(message);
