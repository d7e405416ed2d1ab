using System.Net;
using System.Threading.Channels;

namespace Tocsin.EndToEnd;

/// <summary>Takes the requests of handlers.</summary>
internal sealed class HttpStandIn : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private HttpListener _listener = new();
    private readonly Channel<(string Path, string Body)> _requests = Channel.CreateUnbounded<(string, string)>();

    private readonly Func<string, int> _answer;
    private readonly string? _location;

    /// <param name="answer">The status for a body, asked for one request at a time; 200 for all unless given.</param>
    /// <param name="location">Where redirects lead to.</param>
    public HttpStandIn(Func<string, int>? answer = null, string? location = null)
    {
        _answer = answer ?? (static _ => 200);
        _location = location;
        // The listener takes no port 0; a port that was free a moment ago may be taken by now, then the next is tried.
        for (var attempt = 0; !_listener.IsListening; attempt++)
            Listen(attempt);
        _ = TakeAsync();
    }

    public string Url { get; private set; } = "";

    /// <summary>The next request.</summary>
    public async Task<(string Path, string Body)> NextAsync() => await _requests.Reader.ReadAsync().AsTask().WaitAsync(Limit);

    public void Dispose() => _listener.Close();

    private void Listen(int attempt)
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        _listener = new HttpListener(); // One that could not start is of no use any more.
        _listener.Prefixes.Add(Url);
        try
        {
            _listener.Start();
        }
        catch (HttpListenerException) when (attempt < 10)
        {
            // Somebody else was faster.
        }
    }

    private async Task TakeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                await AnswerAsync(context);
            }
            catch (Exception problem) when (problem is HttpListenerException or IOException or ObjectDisposedException)
            {
                // Whoever asked was gone before it was answered.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        context.Response.StatusCode = _answer(body);
        if (_location is not null)
            context.Response.RedirectLocation = _location;
        context.Response.Close("""{"result":"success"}"""u8.ToArray(), willBlock: false);
        await _requests.Writer.WriteAsync((context.Request.Url?.AbsolutePath ?? "", body));
    }
}
