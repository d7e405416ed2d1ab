using System.Net;
using System.Text;

namespace Tocsin.Influx.Tests;

/// <summary>Answers in the place of a server, and keeps what it was asked.</summary>
internal sealed class StandIn(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    /// <summary>Method, address, headers and body of each request.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>A body that arrives in pieces of so many bytes.</summary>
    public static HttpResponseMessage InPieces(string body, int bytes) => new(HttpStatusCode.OK) { Content = new StreamContent(new Pieces(Encoding.UTF8.GetBytes(body), bytes)) };

    public static HttpResponseMessage Json(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add($"{request.Method} {request.RequestUri} {request.Headers.Authorization} {body}");
        return answer(request);
    }

    private sealed class Pieces(byte[] all, int bytes) : MemoryStream(all)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(bytes, buffer.Length)], cancellationToken);
    }
}
