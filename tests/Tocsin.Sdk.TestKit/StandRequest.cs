namespace Tocsin.Sdk.TestKit;

/// <summary>One request that a <see cref="Stand"/> got.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query as they stand in the request.</param>
/// <param name="Headers">One line for each header, sorted.</param>
/// <param name="Body">The bytes.</param>
public sealed record StandRequest(string Method, string Target, IReadOnlyList<string> Headers, ReadOnlyMemory<byte> Body);
