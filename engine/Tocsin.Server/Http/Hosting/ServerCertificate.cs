using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Http.Hosting;

/// <summary>The certificate by which the server says who it is.</summary>
internal static class ServerCertificate
{
    /// <summary>The certificate that is configured; null when the API is not reached by https.</summary>
    /// <exception cref="IOException">It cannot be used.</exception>
    public static X509Certificate2? Of(HttpOptions options)
    {
        if (!options.HttpsEnabled)
            return null;
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(options.HttpsCertificate, options.HttpsPrivateKey.Length > 0 ? options.HttpsPrivateKey : options.HttpsCertificate);

            // Windows cannot use a key that is not kept anywhere.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception problem) when (problem is CryptographicException or UnauthorizedAccessException)
        {
            throw new IOException($"the certificate {options.HttpsCertificate} cannot be used: {problem.Message} It must be PEM, with its key in the same file or in the one that http.https-private-key names", problem);
        }
    }
}
