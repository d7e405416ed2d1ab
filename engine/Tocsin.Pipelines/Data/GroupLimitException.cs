namespace Tocsin.Pipelines.Data;

/// <summary>A pipeline has as many groups as it may have, and this would be one more.</summary>
internal sealed class GroupLimitException(string message) : Exception(message);
