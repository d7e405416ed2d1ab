using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tocsin.Influx.Connections;

/// <summary>Makes the TLS settings of a connection.</summary>
internal static class InfluxCertificates
{
    /// <exception cref="InfluxException">A file cannot be read or is not a certificate.</exception>
    public static void Apply(InfluxTls tls, SslClientAuthenticationOptions options)
    {
        if (tls.CertificateFile.Length > 0)
            options.ClientCertificates = [Read("certificate", tls.CertificateFile, () => OwnCertificate(tls))];
        if (tls.TakesAnyCertificate)
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        else if (tls.CaFile.Length > 0)
            options.CertificateChainPolicy = PolicyOf(Read("certificates of the authorities", tls.CaFile, () => Authorities(tls.CaFile)));
    }

    private static X509ChainPolicy PolicyOf(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static X509Certificate2 OwnCertificate(InfluxTls tls) =>
        X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile.Length > 0 ? tls.KeyFile : null);

    private static X509Certificate2Collection Authorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("there is no certificate in it");
    }

    private static T Read<T>(string what, string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new InfluxException(InfluxFailure.Refused, $"the {what} in {file} cannot be used: {problem.Message}", problem);
        }
    }
}
