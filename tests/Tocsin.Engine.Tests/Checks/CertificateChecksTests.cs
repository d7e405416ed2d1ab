using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tocsin.Engine.Checks;
using Tocsin.Engine.Hosting;

namespace Tocsin.Engine.Tests.Checks;

/// <summary>Certificates and keys that a configuration names are looked at before the first connection fails.</summary>
public sealed class CertificateChecksTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2030-06-01T00:00:00Z", CultureInfo.InvariantCulture);

    private readonly TempFolder _files = new();
    private readonly string _key;
    private readonly string _good;

    public CertificateChecksTests()
    {
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        using var old = Make(key, Now.AddYears(-2), Now.AddYears(-1));
        using var good = Make(key, Now.AddYears(-1), Now.AddYears(1));
        using var early = Make(key, Now.AddYears(1), Now.AddYears(2));
        _good = _files.Write("good.pem", good.ExportCertificatePem());
        _files.Write("old.pem", old.ExportCertificatePem());
        _files.Write("early.pem", early.ExportCertificatePem());
        _files.Write("bundle.pem", old.ExportCertificatePem() + "\n" + good.ExportCertificatePem());
        _files.Write("both.pem", good.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        _key = _files.Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        _files.Write("other.pem", other.ExportPkcs8PrivateKeyPem());
        _files.Write("locked.pem", key.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        _files.Write("text.pem", "not a certificate");
        _files.Write("empty.pem", "");
    }

    [Theory]
    [InlineData("influxdb: [{ssl-ca: '{0}/nope.pem'}]", "c.yaml:1:21: section 'influxdb': option 'ssl-ca': there is no file {0}/nope.pem")]
    [InlineData("mqtt: {ssl-ca: '{0}/text.pem'}", "c.yaml:1:16: section 'mqtt': option 'ssl-ca': there is no certificate in {0}/text.pem: it must be PEM")]
    [InlineData("kafka: [{id: a}, {ssl-ca: '{0}/empty.pem'}]", "c.yaml:1:27: section 'kafka': option 'ssl-ca': {0}/empty.pem cannot be read: the file {0}/empty.pem is empty")]
    [InlineData("scraper: [{ssl-ca: '{0}/old.pem'}]", "c.yaml:1:20: section 'scraper': option 'ssl-ca': the certificate in {0}/old.pem (CN=test) expired on 2029-06-01: renew it")]
    [InlineData("kubernetes: {ca-path: '{0}/early.pem'}", "c.yaml:1:23: section 'kubernetes': option 'ca-path': the certificate in {0}/early.pem (CN=test) counts from 2031-06-01 on only")]
    [InlineData("swarm: {ssl-cert: '{0}/good.pem', ssl-key: '{0}/other.pem'}", "c.yaml:1:19: section 'swarm': option 'ssl-cert': the key in {0}/other.pem does not fit the certificate in {0}/good.pem")]
    [InlineData("swarm: {ssl-cert: '{0}/good.pem', ssl-key: '{0}/nope.pem'}", "c.yaml:1:19: section 'swarm': option 'ssl-cert': there is no file {0}/nope.pem")]
    [InlineData("mqtt: {ssl-cert: '{0}/good.pem', ssl-key: '{0}/text.pem'}", "c.yaml:1:18: section 'mqtt': option 'ssl-cert': there is no key in {0}/text.pem: it must be PEM")]
    [InlineData("mqtt: {ssl-cert: '{0}/good.pem', ssl-key: '{0}/locked.pem'}", "c.yaml:1:18: section 'mqtt': option 'ssl-cert': the key in {0}/locked.pem is locked with a password")]
    [InlineData("mqtt: {ssl-cert: '{0}/old.pem', ssl-key: '{0}/key.pem'}", "c.yaml:1:18: section 'mqtt': option 'ssl-cert': the certificate in {0}/old.pem (CN=test) expired on 2029-06-01")]
    [InlineData("influxdb: [{ssl-cert: '{0}/good.pem'}]", "c.yaml:1:23: section 'influxdb': option 'ssl-cert': there is no key in {0}/good.pem")]
    [InlineData("mqtt: {ssl-ca: '/dev/zero'}", "c.yaml:1:16: section 'mqtt': option 'ssl-ca': /dev/zero cannot be read")]
    public void What_cannot_be_used_is_reported_with_its_place(string config, string expected) =>
        In(config).Should().ContainSingle().Which.Should().StartWith(expected.Replace("{0}", _files.Path, StringComparison.Ordinal));

    [Theory]
    [InlineData("mqtt: {ssl-ca: '{0}/bundle.pem', ssl-cert: '{0}/good.pem', ssl-key: '{0}/key.pem'}")]
    [InlineData("influxdb: [{ssl-cert: '{0}/both.pem'}]")]
    [InlineData("mqtt: {enabled: false, ssl-ca: '{0}/nope.pem'}")]
    [InlineData("http: {https-certificate: '{0}/nope.pem'}")]
    [InlineData("kafka: [{ssl-ca: ''}]")]
    public void What_can_be_used_or_is_switched_off_is_not_spoken_of(string config) => In(config).Should().BeEmpty();

    [Fact]
    public void The_certificate_that_the_server_shows_is_one_too() =>
        In("http: {https-enabled: true, https-certificate: '{0}/old.pem', https-private-key: '{0}/key.pem'}").Should().ContainSingle()
            .Which.Should().Contain("section 'http': option 'https-certificate': the certificate in ").And.Contain("expired on 2029-06-01");

    [Fact]
    public void A_file_that_may_not_be_read_is_reported_as_one()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            return; // Nothing is closed to such a user.
        File.SetUnixFileMode(_key, UnixFileMode.None);

        In($"mqtt: {{ssl-cert: '{_good}', ssl-key: '{_key}'}}").Should().ContainSingle().Which.Should().Contain($"{_key} cannot be read: ");
    }

    public void Dispose() => _files.Dispose();

    private List<string> In(string config) =>
        [.. CertificateChecks.Of(ConfigFile.Parse("c.yaml", config.Replace("{0}", _files.Path, StringComparison.Ordinal), _ => null).Root, Now).Select(problem => problem.ToString())];

    private static X509Certificate2 Make(RSA key, DateTimeOffset from, DateTimeOffset to) =>
        new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(from, to);
}
