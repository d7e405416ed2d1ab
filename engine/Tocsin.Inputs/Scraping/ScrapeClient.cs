using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Tocsin.Inputs.Intake;

namespace Tocsin.Inputs.Scraping;

/// <summary>Gets answers of targets, of limited length and within limited time. Safe for any number of threads.</summary>
internal sealed class ScrapeClient : IDisposable
{
    private const string Accepted = "text/plain;version=0.0.4;q=1,*/*;q=0.1";

    private readonly HttpClient _http;
    private readonly AuthenticationHeaderValue? _authorization;
    private readonly ScraperOptions _options;
    private readonly InputServices _services;

    /// <exception cref="InputException">A certificate cannot be used.</exception>
    public ScrapeClient(ScraperOptions options, InputServices services)
    {
        (_options, _services) = (options, services);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (options.ProxyUrl is { } proxy)
            handler.Proxy = ProxyOf(proxy);
        Secure(handler.SslOptions);
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _authorization = options.BearerToken.Length > 0 ? new AuthenticationHeaderValue("Bearer", options.BearerToken)
            : options.Username.Length > 0 ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Username}:{options.Password}")))
            : null;
    }

    /// <returns>True when the answer is in the format OpenMetrics.</returns>
    /// <exception cref="HttpRequestException">The target does not answer, or not with 200.</exception>
    /// <exception cref="TimeoutException">It takes too long.</exception>
    /// <exception cref="InvalidDataException">The answer is too long.</exception>
    public async Task<bool> GetAsync(Uri address, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.ScrapeTimeout, _services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await GetAsync(address, body, either).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"there is no whole answer within scrape-timeout ({_options.ScrapeTimeout.TotalSeconds:0.###} s)");
        }
    }

    public void Dispose() => _http.Dispose();

    private static WebProxy ProxyOf(Uri address)
    {
        var proxy = new WebProxy(address);
        if (address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password])
            proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(user), password is [var given] ? Uri.UnescapeDataString(given) : "");
        return proxy;
    }

    private async Task<bool> GetAsync(Uri address, IBufferWriter<byte> body, CancellationTokenSource limit)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = _authorization;
        request.Headers.TryAddWithoutValidation("Accept", Accepted);
        request.Headers.UserAgent.ParseAdd("tocsin");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"the target answers {(int)response.StatusCode}");

        var source = await response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            var total = 0L;
            while (await source.ReadAsync(body.GetMemory(16 * 1024), limit.Token).ConfigureAwait(false) is > 0 and var count)
            {
                body.Advance(count);
                if ((total += count) > _services.MostBodyBytes)
                    throw new InvalidDataException($"the answer is longer than the {_services.MostBodyBytes} bytes of limits.body-bytes");
            }
        }

        return response.Content.Headers.ContentType?.MediaType == "application/openmetrics-text";
    }

    private void Secure(SslClientAuthenticationOptions ssl)
    {
        if (_options.SslServerName.Length > 0)
            ssl.TargetHost = _options.SslServerName;
        if (_options.SslCert.Length > 0)
            ssl.ClientCertificates = [Read(_options.SslCert, () => X509Certificate2.CreateFromPemFile(_options.SslCert, _options.SslKey.Length > 0 ? _options.SslKey : null))];
        if (_options.InsecureSkipVerify)
            ssl.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        else if (_options.SslCa.Length > 0)
            ssl.CertificateChainPolicy = Read(_options.SslCa, Trusted);
    }

    private X509ChainPolicy Trusted()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(_options.SslCa);
        return policy;
    }

    private static T Read<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new InputException($"the certificate {file} cannot be used: {problem.Message}", problem);
        }
    }
}
