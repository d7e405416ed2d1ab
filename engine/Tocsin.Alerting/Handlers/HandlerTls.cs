using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tocsin.Alerting.Handlers;

/// <summary>How a service is trusted, and how this server shows who it is, as PEM files.</summary>
/// <param name="CaFile">The authorities whose certificates count; empty for those of the system.</param>
/// <param name="CertificateFile">The certificate to show; empty for none.</param>
/// <param name="KeyFile">Its key; empty when it stands beside the certificate.</param>
/// <param name="TakesAny">True takes any certificate.</param>
public sealed record HandlerTls(string CaFile, string CertificateFile, string KeyFile, bool TakesAny)
{
    /// <summary>Takes any certificate, and shows none.</summary>
    public static readonly HandlerTls Unchecked = new("", "", "", TakesAny: true);

    /// <summary>Applies it to connections.</summary>
    /// <exception cref="InvalidOperationException">A file cannot be used.</exception>
    internal void Apply(SslClientAuthenticationOptions ssl)
    {
        if (CertificateFile.Length > 0)
            ssl.ClientCertificates = [Read(CertificateFile, () => X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile.Length > 0 ? KeyFile : null))];
        if (TakesAny)
            ssl.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        else if (CaFile.Length > 0)
            ssl.CertificateChainPolicy = Read(CaFile, Trusted);
    }

    /// <summary>When the files were written last: renewed ones make other connections.</summary>
    internal string Version => string.Join('|', new[] { CaFile, CertificateFile, KeyFile }.Where(file => file.Length > 0).Select(file => File.GetLastWriteTimeUtc(file).Ticks));

    private X509ChainPolicy Trusted()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(CaFile);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException("there is no certificate in it");
    }

    private static T Read<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new InvalidOperationException($"the certificate {file} cannot be used: {problem.Message}", problem);
        }
    }
}
