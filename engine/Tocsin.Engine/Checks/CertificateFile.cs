using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Engine.Checks;

/// <summary>Says why files of certificates and keys cannot be used.</summary>
internal static class CertificateFile
{
    public const string Locked = "ENCRYPTED PRIVATE KEY";

    /// <summary>Why nobody can be trusted by a file of authorities; null when somebody can.</summary>
    public static string? WhyNoAuthorities(string file, DateTimeOffset now)
    {
        if (TryRead(file, out var pem) is { } unread)
            return unread;
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(pem);
            return found.Count == 0 ? NoCertificate(file)
                : found.Select(certificate => WhyNotNow(file, certificate, now)).ToList() is var times && times.Contains(null) ? null
                : times[0]; // Of many old ones those that count are enough.
        }
        catch (CryptographicException problem)
        {
            return $"{file} holds no certificate that can be read: {problem.Message}";
        }
        finally
        {
            foreach (var certificate in found)
                certificate.Dispose();
        }
    }

    /// <summary>Why a certificate cannot be shown with its key; null when it can.</summary>
    /// <param name="keyFile">The file of the key; empty when it stands beside the certificate.</param>
    /// <param name="password">What the key, or the PFX file that has both, is locked with; null where none can be given.</param>
    public static string? WhyNot(string file, string keyFile, DateTimeOffset now, string? password = null)
    {
        if (password is not null && (IsPfx(file) || password.Length > 0))
            return WhyNotServed(file, keyFile, password, now);
        var ofKey = keyFile.Length > 0 ? keyFile : file;
        if (TryRead(file, out var pem) is { } unread)
            return unread;
        if (TryRead(ofKey, out var key) is { } withoutKey)
            return withoutKey;
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            if (WhyNotNow(file, certificate, now) is { } why)
                return why;
        }
        catch (CryptographicException)
        {
            return NoCertificate(file);
        }

        if (key.Contains(Locked, StringComparison.Ordinal))
            return $"the key in {ofKey} is locked with a password, which cannot be given: unlock it with openssl pkey -in {ofKey} -out FILE";
        try
        {
            using var pair = X509Certificate2.CreateFromPem(pem, key);
            return null;
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            return key.Contains("PRIVATE KEY", StringComparison.Ordinal)
                ? $"the key in {ofKey} does not fit the certificate in {file}: give the one that it was made with"
                : $"there is no key in {ofKey}: it must be PEM, a part that begins with BEGIN PRIVATE KEY";
        }
    }

    private static string? WhyNotServed(string file, string keyFile, string password, DateTimeOffset now)
    {
        try
        {
            var served = ServedCertificate.Read(file, keyFile, password);
            using (served.Certificate)
                return WhyNotNow(file, served.Certificate, now);
        }
        catch (Exception problem) when (problem is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"the certificate {file} cannot be used: {problem.Message}";
        }
    }

    private static bool IsPfx(string file)
    {
        try
        {
            return ServedCertificate.IsPfx(RegularFile.ReadBytes(file));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string NoCertificate(string file) => $"there is no certificate in {file}: it must be PEM, parts that begin with BEGIN CERTIFICATE";

    private static string? WhyNotNow(string file, X509Certificate2 certificate, DateTimeOffset now) =>
        now.UtcDateTime > certificate.NotAfter.ToUniversalTime() ? $"the certificate in {file} ({certificate.Subject}) expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}: renew it"
        : now.UtcDateTime < certificate.NotBefore.ToUniversalTime() ? $"the certificate in {file} ({certificate.Subject}) counts from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} on only"
        : null;

    private static string? TryRead(string file, out string text)
    {
        text = "";
        try
        {
            text = RegularFile.ReadText(file);
            return null;
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return $"there is no file {file}";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return $"{file} cannot be read: {problem.Message}";
        }
    }
}
