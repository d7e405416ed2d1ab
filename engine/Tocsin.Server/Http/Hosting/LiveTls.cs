using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Tocsin.Engine.Checks;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.Hosting;

/// <summary>
/// How the server says who it is, and asks others: by its files as they are now. They are looked at with each connection; those that cannot be used
/// leave what was in force before. Safe for any number of threads.
/// </summary>
internal sealed partial class LiveTls
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly Lock _gate = new();
    private readonly HttpOptions _http;
    private readonly TlsOptions _tls;
    private readonly ILogger _log;
    private volatile Files _files;
    private string _lastTried;

    /// <exception cref="ListenException">A file cannot be used.</exception>
    public LiveTls(HttpOptions http, TlsOptions tls, ILogger log)
    {
        (_http, _tls, _log) = (http, tls, log);
        _lastTried = Print();
        _files = Read(_lastTried);
    }

    /// <summary>What a connection that begins is offered. This machine needs no certificate, so that nobody is locked out of it.</summary>
    public ValueTask<SslServerAuthenticationOptions> OptionsForAsync(TlsHandshakeCallbackContext context)
    {
        var files = Current();
        var asks = files.Authorities is not null && !(context.Connection.RemoteEndPoint is IPEndPoint { Address: var peer } && RemoteMachine.IsLoopback(peer));
        return new(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = files.Certificate,
            EnabledSslProtocols = _tls.Protocols(),
            CipherSuitesPolicy = _tls.CipherSuites(),
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            ClientCertificateRequired = asks,
            CertificateChainPolicy = asks ? PolicyOf(files.Authorities ?? []) : null,
        });
    }

    private Files Current()
    {
        var print = Print();
        if (_files.Print == print)
            return _files;
        lock (_gate)
        {
            // Files are written one after the other: what does not fit together now may with the next look.
            if (_files.Print == print || _lastTried == print)
                return _files;
            _lastTried = print;
            try
            {
                _files = Read(print);
                Log.Renewed(_log, _http.HttpsCertificate, _files.Certificate.TargetCertificate.Subject, _files.Certificate.TargetCertificate.NotAfter.ToUniversalTime());
            }
            catch (ListenException problem)
            {
                Log.NotRenewed(_log, problem.Message);
            }

            return _files;
        }
    }

    private Files Read(string print)
    {
        var own = Read(_http.HttpsCertificate, () => ServedCertificate.Read(_http.HttpsCertificate, _http.HttpsPrivateKey, _http.HttpsCertificatePassword),
            "It must be PFX, or PEM with its key in the same file or in the one that http.https-private-key names; what locks it is http.https-certificate-password");
        var authorities = _http.HttpsClientCa.Length == 0 ? null : Read(_http.HttpsClientCa, ReadAuthorities, "It must be PEM: the certificates of those who sign clients' certificates");
        return new Files(print, SslStreamCertificateContext.Create(own.Certificate, own.Chain, offline: true), authorities);
    }

    private X509Certificate2Collection ReadAuthorities()
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(_http.HttpsClientCa);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("there is no certificate in it.");
    }

    private static T Read<T>(string file, Func<T> read, string wayOut)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is CryptographicException or UnauthorizedAccessException or IOException)
        {
            throw new ListenException($"the certificate {file} cannot be used: {problem.Message} {wayOut}", problem);
        }
    }

    private static X509ChainPolicy PolicyOf(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return policy;
    }

    private string Print() => string.Join('|', new[] { _http.HttpsCertificate, _http.HttpsPrivateKey, _http.HttpsClientCa }.Where(file => file.Length > 0).Select(PrintOf));

    private static string PrintOf(string file)
    {
        // A link that leads to another file, as Kubernetes changes them, is another time.
        var found = new FileInfo(file);
        var content = found.LinkTarget is null ? found : found.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? found;
        return content.Exists ? $"{content.FullName} {content.LastWriteTimeUtc.Ticks} {content.Length}" : "";
    }

    private sealed record Files(string Print, SslStreamCertificateContext Certificate, X509Certificate2Collection? Authorities);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "certificate renewed file={File} subject={Subject} until={Until:O}")]
        public static partial void Renewed(ILogger logger, string file, string subject, DateTime until);

        [LoggerMessage(Level = LogLevel.Error, Message = "certificate not renewed, the one before stays in force err={Why}")]
        public static partial void NotRenewed(ILogger logger, string why);
    }
}
