using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Engine.Checks;

/// <summary>A certificate by which a server says who it is, with its key and those of the authorities between it and one that is known.</summary>
public sealed record ServedCertificate(X509Certificate2 Certificate, X509Certificate2Collection Chain)
{
    private const byte BeginOfPfx = 0x30;

    /// <summary>True for the content of a PFX file (PKCS #12); all others are PEM.</summary>
    internal static bool IsPfx(ReadOnlySpan<byte> content) => content is [BeginOfPfx, ..];

    /// <summary>Reads it from a PEM or PFX file.</summary>
    /// <param name="keyFile">The key in PEM; empty when it stands in the same file.</param>
    /// <param name="password">What the key or the PFX file is locked with; empty for nothing.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">It cannot be used; the message says why.</exception>
    public static ServedCertificate Read(string file, string keyFile, string password)
    {
        var content = RegularFile.ReadBytes(file);
        if (IsPfx(content))
            return OfPfx(content, password);
        var pem = Encoding.UTF8.GetString(content);
        var key = keyFile.Length > 0 ? RegularFile.ReadText(keyFile) : pem;
        try
        {
            using var pair = password.Length > 0 && key.Contains(CertificateFile.Locked, StringComparison.Ordinal)
                ? X509Certificate2.CreateFromEncryptedPem(pem, key, password)
                : X509Certificate2.CreateFromPem(pem, key);
            var all = new X509Certificate2Collection();
            all.ImportFromPem(pem);

            // Windows cannot use a key that is not kept anywhere.
            return Of(X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null), all);
        }
        catch (ArgumentException problem)
        {
            throw new CryptographicException(problem.Message, problem);
        }
    }

    private static ServedCertificate OfPfx(byte[] content, string password)
    {
        var all = X509CertificateLoader.LoadPkcs12Collection(content, password);
        return all.FirstOrDefault(certificate => certificate.HasPrivateKey) is { } own ? Of(own, all) : throw new CryptographicException("there is no key in it.");
    }

    private static ServedCertificate Of(X509Certificate2 own, X509Certificate2Collection all) =>
        new(own, [.. all.Where(certificate => certificate.Thumbprint != own.Thumbprint && certificate.Subject != certificate.Issuer)]);
}
