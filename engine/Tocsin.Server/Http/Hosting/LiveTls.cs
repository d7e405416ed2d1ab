using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Checks;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.Hosting;

/// <summary>
/// How the server says who it is, and asks others: by the configuration in force and its files as they are now. They are looked at with each connection;
/// those that cannot be used leave what was in force before. Safe for any number of threads.
/// </summary>
internal sealed partial class LiveTls
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly Lock _gate = new();
    private readonly LiveSetting<ServerOptions> _options;
    private readonly ILogger _log;
    private volatile Files _files;
    private string _lastTried;

    /// <exception cref="ListenException">A file cannot be used.</exception>
    public LiveTls(LiveSetting<ServerOptions> options, ILogger log)
    {
        (_options, _log) = (options, log);
        var http = options.Current.Http;
        _lastTried = PrintOf(http);
        _files = Read(http, _lastTried);
    }

    /// <summary>What a connection that begins is offered. This machine needs no certificate, so that nobody is locked out of it.</summary>
    public ValueTask<SslServerAuthenticationOptions> OptionsForAsync(TlsHandshakeCallbackContext context)
    {
        var files = Current();
        var tls = _options.Current.Tls;
        var asks = files.Authorities is not null && !(context.Connection.RemoteEndPoint is IPEndPoint { Address: var peer } && RemoteMachine.IsLoopback(peer));
        return new(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = files.Certificate,
            EnabledSslProtocols = tls.Protocols(),
            CipherSuitesPolicy = tls.CipherSuites(),
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            ClientCertificateRequired = asks,
            CertificateChainPolicy = asks ? PolicyOf(files.Authorities ?? []) : null,
        });
    }

    private Files Current()
    {
        var http = _options.Current.Http;
        var print = PrintOf(http);
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
                _files = Read(http, print);
                Log.Renewed(_log, http.HttpsCertificate, _files.Certificate.TargetCertificate.Subject, _files.Certificate.TargetCertificate.NotAfter.ToUniversalTime());
            }
            catch (ListenException problem)
            {
                Log.NotRenewed(_log, problem.Message);
            }

            return _files;
        }
    }

    private static Files Read(HttpOptions http, string print)
    {
        var own = Read(http.HttpsCertificate, () => ServedCertificate.Read(http.HttpsCertificate, http.HttpsPrivateKey, http.HttpsCertificatePassword),
            "It must be PFX, or PEM with its key in the same file or in the one that http.https-private-key names; what locks it is http.https-certificate-password");
        var authorities = http.HttpsClientCa.Length == 0 ? null : Read(http.HttpsClientCa, () => ReadAuthorities(http.HttpsClientCa), "It must be PEM: the certificates of those who sign clients' certificates");
        return new Files(print, SslStreamCertificateContext.Create(own.Certificate, own.Chain, offline: true), authorities);
    }

    private static X509Certificate2Collection ReadAuthorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
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

    // Kept in memory only: another password may open the same file.
    private static string PrintOf(HttpOptions http) => string.Join(
        '|',
        new[] { http.HttpsCertificate, http.HttpsPrivateKey, http.HttpsClientCa }.Where(file => file.Length > 0).Select(PrintOf).Append(http.HttpsCertificatePassword));

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
