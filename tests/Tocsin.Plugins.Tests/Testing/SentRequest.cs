namespace Tocsin.Plugins.Tests.Testing;

/// <summary>A request that a handler sent.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">The whole address.</param>
/// <param name="Headers">One line for each header.</param>
/// <param name="Bytes">The body as it went out.</param>
internal sealed record SentRequest(string Method, string Url, IReadOnlyList<string> Headers, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The body as text.</summary>
    public string Body => System.Text.Encoding.UTF8.GetString(Bytes.Span);
}
