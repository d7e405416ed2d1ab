namespace Tocsin.Server.Http.Pages;

/// <summary>A file of the pages.</summary>
/// <param name="Plain">What it holds.</param>
/// <param name="Brotli">The same packed; null when it is not.</param>
/// <param name="Gzip">The same packed for older clients; null when it is not.</param>
internal sealed record PageFile(string ContentType, byte[] Plain, byte[]? Brotli, byte[]? Gzip);
