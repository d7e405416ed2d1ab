using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Tocsin.Alerting.Handlers;

namespace Tocsin.Engine.Tests.Handlers;

/// <summary>A service with certificates of its own.</summary>
public sealed class HandlerTlsTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private WebApplication _service = null!; // Set before each test.
    private string _shown = "";

    public async Task InitializeAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllTextAsync(_folder.Of("ca.pem"), made.ExportCertificatePem());
        await File.WriteAllTextAsync(_folder.Of("key.pem"), key.ExportPkcs8PrivateKeyPem());
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener => listener.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.ClientCertificateMode = Microsoft.AspNetCore.Server.Kestrel.Https.ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        })));
        _service = builder.Build();
        _service.Run(context =>
        {
            _shown = context.Connection.ClientCertificate?.Subject ?? "";
            return context.Response.WriteAsync("ok");
        });
        await _service.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Authority_of_its_own_is_trusted_and_only_where_it_is_given()
    {
        var answer = await OutgoingClients.Default.For(new HandlerTls(_folder.Of("ca.pem"), "", "", TakesAny: false)).GetStringAsync(Address);
        using var usual = HandlerHttp.Create();
        var without = () => usual.GetStringAsync(Address);

        answer.Should().Be("ok");
        await without.Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Certificate_is_shown()
    {
        await OutgoingClients.Default.For(new HandlerTls(_folder.Of("ca.pem"), _folder.Of("ca.pem"), _folder.Of("key.pem"), TakesAny: false)).GetStringAsync(Address);

        _shown.Should().Be("CN=127.0.0.1");
    }

    [Fact]
    public void Same_certificates_share_a_client_and_a_file_that_is_none_is_named()
    {
        var tls = new HandlerTls(_folder.Of("ca.pem"), "", "", TakesAny: false);
        OutgoingClients.Default.For(tls).Should().BeSameAs(OutgoingClients.Default.For(tls with { }));

        var missing = () => OutgoingClients.Default.For(tls with { CaFile = "/nowhere/ca.pem" });

        missing.Should().Throw<InvalidOperationException>().WithMessage("the certificate /nowhere/ca.pem cannot be used: *");
    }

    private Uri Address => new(_service.Urls.Single());
}
