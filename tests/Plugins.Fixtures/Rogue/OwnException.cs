namespace Fixtures;

public sealed class OwnException(string message) : Exception(message);
