namespace Tocsin.Server.Kapacitor;

/// <summary>A file is not a database of a Kapacitor, or cannot be read as one. The message says what to do.</summary>
internal sealed class DatabaseException(string message) : Exception(message);
