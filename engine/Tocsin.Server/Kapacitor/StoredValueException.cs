namespace Tocsin.Server.Kapacitor;

/// <summary>A stored value is not of a form that is known. The message says what about it.</summary>
internal sealed class StoredValueException(string message) : Exception(message);
