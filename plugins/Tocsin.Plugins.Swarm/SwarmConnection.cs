using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Tocsin.Plugins.Swarm;

/// <summary>How one manager is reached: its address for requests, and the client that reaches it.</summary>
internal sealed class SwarmConnection : IDisposable
{
    private readonly HttpClient? _own;

    public SwarmConnection(string server, SwarmSettings settings, HttpClient http)
    {
        var address = new Uri(server);
        var isSecure = settings.SslCa.Length + settings.SslCert.Length > 0 || settings.InsecureSkipVerify;
        _own = address.Scheme == "unix" || isSecure ? new HttpClient(Handler(address, settings)) : null;
        Http = _own ?? http;
        Base = address.Scheme switch
        {
            "unix" => "http://docker",
            "tcp" => $"{(isSecure ? "https" : "http")}://{address.Authority}",
            _ => server.TrimEnd('/'),
        };
    }

    public HttpClient Http { get; }

    /// <summary>Without a slash at its end.</summary>
    public string Base { get; }

    public void Dispose() => _own?.Dispose();

    private static SocketsHttpHandler Handler(Uri address, SwarmSettings settings)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (address.Scheme == "unix")
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(address.AbsolutePath, cancellationToken);
        if (settings.SslCa.Length > 0)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(settings.SslCa);
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        if (settings.SslCert.Length > 0)
            handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(settings.SslCert, settings.SslKey.Length > 0 ? settings.SslKey : null)];
        if (settings.InsecureSkipVerify)
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
