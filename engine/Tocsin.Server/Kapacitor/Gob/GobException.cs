namespace Tocsin.Server.Kapacitor.Gob;

/// <summary>A value in Go's own encoding cannot be read. The message says where and why.</summary>
internal sealed class GobException(string message) : Exception(message);
