using System.Net;

namespace Tocsin.Influx.Connections;

/// <summary>
/// Sends requests to one of the addresses of a server: to the one that answered last, and to the next when it does not. Safe for any number
/// of threads.
/// </summary>
internal sealed class InfluxHttp : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    // So long a changed address of a host may go unnoticed.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly InfluxConnection _connection;
    private readonly InfluxAddress[] _addresses;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private int _preferred;

    /// <exception cref="InfluxException">A certificate cannot be used.</exception>
    public InfluxHttp(InfluxConnection connection, TimeProvider time, HttpMessageHandler? handler)
    {
        _connection = connection;
        _time = time;
        _addresses = [.. connection.Urls.Select(url => new InfluxAddress(url, connection))];
        if (_addresses.Length == 0)
            throw new ArgumentException("a connection needs an address", nameof(connection));
        _http = new HttpClient(handler ?? NewHandler(connection.Tls)) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd(connection.UserAgent);
    }

    /// <summary>
    /// The answer to a request, once its headers are there; its status is a good one.
    /// </summary>
    /// <param name="make">Makes the request for an address; called once for each that is tried.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="InfluxException">No address answers, or one refuses.</exception>
    public async Task<InfluxReply> SendAsync(Func<InfluxAddress, HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        var first = Volatile.Read(ref _preferred);
        var failures = new List<InfluxException>();
        for (var i = 0; i < _addresses.Length; i++)
        {
            var at = (first + i) % _addresses.Length;
            try
            {
                var reply = await SendAsync(_addresses[at], make, cancellationToken).ConfigureAwait(false);
                Volatile.Write(ref _preferred, at);
                return reply;
            }
            catch (InfluxException problem) when (problem.Failure is InfluxFailure.Unreachable or InfluxFailure.TimedOut or InfluxFailure.Unavailable)
            {
                failures.Add(problem);
            }
        }

        throw failures is [var only] ? only : new InfluxException(failures[^1].Failure, string.Join("; ", failures.Select(failure => failure.Message)), failures[^1]);
    }

    public void Dispose() => _http.Dispose();

    private async Task<InfluxReply> SendAsync(InfluxAddress address, Func<InfluxAddress, HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        var silence = new SilenceLimit(_connection.Timeout, _time, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            using var request = make(address);
            if (!address.IsHere)
                request.Headers.AcceptEncoding.ParseAdd("gzip");
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw await InfluxRefusal.ReadAsync(address, request, response, silence).ConfigureAwait(false);
            return new InfluxReply(address, response, silence);
        }
        catch (Exception problem)
        {
            response?.Dispose();
            silence.Dispose();
            if (problem is InfluxException || cancellationToken.IsCancellationRequested)
                throw;
            throw silence.Explain(problem, address);
        }
    }

    private static SocketsHttpHandler NewHandler(InfluxTls tls)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        };
        InfluxCertificates.Apply(tls, handler.SslOptions);
        return handler;
    }
}
