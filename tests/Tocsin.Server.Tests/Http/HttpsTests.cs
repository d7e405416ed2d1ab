using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Hosting;

namespace Tocsin.Server.Tests.Http;

public sealed class HttpsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_API_is_reached_by_https(bool isOneFile)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (pem, secret) = (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        var options = new HttpOptions
        {
            HttpsEnabled = true,
            HttpsCertificate = _folder.Write("c.pem", isOneFile ? pem + "\n" + secret : pem),
            HttpsPrivateKey = isOneFile ? "" : _folder.Write("k.pem", secret),
        };
        options.Check().Should().BeEmpty();
        await using var engine = new AlertEngine(new EngineSettings());
        await using var app = HttpServer.Build(engine, new IPEndPoint(IPAddress.Loopback, 0), new ServerParts { Options = new LiveSetting<ServerOptions>(new ServerOptions { Http = options }) });
        await app.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, seen, _, _) => seen?.GetCertHashString() == certificate.GetCertHashString() } });

        using var reply = await http.GetAsync(new Uri(new Uri(app.Urls.First()), "/kapacitor/v1/ping"));

        app.Urls.First().Should().StartWith("https://");
        reply.StatusCode.Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    public void A_certificate_that_is_missing_or_none_is_told()
    {
        new HttpOptions { HttpsEnabled = true, HttpsCertificate = "/nowhere.pem" }.Check().Should().ContainSingle().Which.Message.Should().Contain("/nowhere.pem");
        var file = _folder.Write("x.pem", "no certificate");

        var use = () => ServerCertificate.Of(new HttpOptions { HttpsEnabled = true, HttpsCertificate = file });

        use.Should().Throw<IOException>().Which.Message.Should().Contain(file).And.Contain("PEM");
    }
}
