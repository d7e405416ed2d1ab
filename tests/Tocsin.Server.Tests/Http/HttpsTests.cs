using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Cli;
using Tocsin.Server.Cli.Hosting;
using Tocsin.Server.Http.Hosting;
using Tocsin.Server.Reloading;

namespace Tocsin.Server.Tests.Http;

/// <summary>How the API is reached: https by the files of the configuration as they are, certificates of clients, a socket in the file system.</summary>
public sealed class HttpsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("one.pem")]
    [InlineData("two.pem")]
    [InlineData("locked.pem")]
    [InlineData("open.pfx")]
    [InlineData("locked.pfx")]
    public async Task The_API_is_reached_by_https(string form)
    {
        using var made = NewCertificate("CN=localhost");
        await using var server = await ServeAsync(Write(made, form));

        (await server.PingAsync()).Should().Be(made.Thumbprint);
        server.Url.Should().StartWith("https://");
    }

    [Fact]
    public async Task A_file_that_changes_is_in_force_with_the_next_connection_and_one_that_cannot_be_used_is_not()
    {
        using var first = NewCertificate("CN=localhost");
        using var second = NewCertificate("CN=localhost");
        var options = Write(first, "two.pem");
        await using var server = await ServeAsync(options);
        (await server.PingAsync()).Should().Be(first.Thumbprint);

        File.WriteAllText(options.HttpsCertificate, second.ExportCertificatePem());
        (await server.PingAsync()).Should().Be(first.Thumbprint, "the key does not fit yet");
        File.WriteAllText(options.HttpsPrivateKey, KeyOf(second) + "\n");
        (await server.PingAsync()).Should().Be(second.Thumbprint);
        File.Delete(options.HttpsCertificate);
        (await server.PingAsync()).Should().Be(second.Thumbprint);
        File.WriteAllText(options.HttpsCertificate, first.ExportCertificatePem());
        File.WriteAllText(options.HttpsPrivateKey, KeyOf(first));
        (await server.PingAsync()).Should().Be(first.Thumbprint);
    }

    [Theory]
    [InlineData("", "", SslProtocols.Tls12, true)]
    [InlineData("tls1.0", "", SslProtocols.Tls12, true)]
    [InlineData("tls1.3", "", SslProtocols.Tls12, false)]
    [InlineData("1.3", "", SslProtocols.Tls13, true)]
    [InlineData("", "tls1.2", SslProtocols.Tls13, false)]
    public async Task Only_the_versions_of_the_configuration_are_spoken(string min, string max, SslProtocols spoken, bool isTaken)
    {
        using var made = NewCertificate("CN=localhost");
        await using var server = await ServeAsync(Write(made, "one.pem"), new TlsOptions { MinVersion = min, MaxVersion = max });

        var ask = () => server.PingAsync(spoken);

        if (isTaken)
            (await ask()).Should().Be(made.Thumbprint);
        else
            await ask.Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Another_configuration_counts_with_the_next_connection()
    {
        using var first = NewCertificate("CN=localhost");
        using var second = NewCertificate("CN=localhost");
        await using var server = await ServeAsync(Write(first, "one.pem"));
        (await server.PingAsync(SslProtocols.Tls12)).Should().Be(first.Thumbprint);
        ConfigKeys.OfServer("tls.min-version").Should().Be(ConfigEffect.AtOnce);

        server.Options.Change(server.Options.Current with { Tls = new TlsOptions { MinVersion = "tls1.3" }, Http = Write(second, "locked.pfx") });

        (await server.PingAsync(SslProtocols.Tls13)).Should().Be(second.Thumbprint);
        await FluentActions.Awaiting(() => server.PingAsync(SslProtocols.Tls12)).Should().ThrowAsync<HttpRequestException>();
        server.Options.Change(server.Options.Current with { Http = server.Options.Current.Http with { HttpsCertificatePassword = "wrong" } });
        (await server.PingAsync()).Should().Be(second.Thumbprint, "what cannot be opened leaves what was in force");
    }

    [Fact]
    public async Task The_command_line_shows_a_certificate_and_takes_those_of_its_authority()
    {
        var other = Array.Find(Dns.GetHostAddresses(Dns.GetHostName()), address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
        if (other is null)
            return; // A machine without a network reaches itself by no other address.
        using var authority = NewCertificate("CN=authority", isAuthority: true);
        using var own = NewCertificate("CN=localhost", authority, address: other);
        using var agent = NewCertificate("CN=agent", authority);
        var options = Write(own, "one.pem") with { HttpsClientCa = _folder.Write("ca.pem", authority.ExportCertificatePem()) };
        await using var server = await ServeAsync(options, address: IPAddress.Any);
        var url = new UriBuilder("https", other.ToString(), new Uri(server.Url.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)).Port).Uri.GetLeftPart(UriPartial.Authority);
        var (certificate, key) = (_folder.Write("agent.pem", agent.ExportCertificatePem()), _folder.Write("agent.key", KeyOf(agent)));

        (await RunAsync(["--url", url, "list", "tasks", "--ca", options.HttpsClientCa, "--cert", certificate, "--key", key])).Should().Be((0, ""));
        (await RunAsync(["--url", url, "list", "tasks"], ("TOCSIN_CA", options.HttpsClientCa), ("TOCSIN_CERT", certificate), ("TOCSIN_KEY", key))).Should().Be((0, ""));
        (await RunAsync(["--url", url, "list", "tasks", "--cert", certificate, "--key", key])).Error.Should().Contain($"the certificate of {url} is not accepted").And.Contain("--ca FILE (TOCSIN_CA)");
        (await RunAsync(["--url", url, "list", "tasks", "--ca", options.HttpsClientCa])).Code.Should().NotBe(0, "the server wants to see a certificate");
        (await RunAsync(["--url", url, "list", "tasks", "--key", key])).Error.Should().Contain($"there is a key, {key}, and no certificate: name it with --cert FILE (TOCSIN_CERT)");
        (await RunAsync(["--url", url, "list", "tasks", "--cert", key])).Error.Should().Contain($"the certificate {key} cannot be used");
    }

    private static async Task<(int Code, string Error)> RunAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(output, error, isInteractive: false, name => Array.Find(environment, variable => variable.Name == name).Value);
        return (await CommandLine.RunAsync(arguments, terminal), error.ToString());
    }

    [Fact]
    public async Task Only_the_ciphers_of_the_configuration_are_taken()
    {
        using var made = NewCertificate("CN=localhost");
        await using var server = await ServeAsync(Write(made, "one.pem"), new TlsOptions { Ciphers = ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"] });

        (await server.CipherAsync(SslProtocols.Tls12)).Should().Be(TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, "others would be preferred");
        await server.CipherAsync(SslProtocols.Tls13);
        if (OperatingSystem.IsLinux())
            new TlsOptions { Ciphers = ["TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305"] }.CipherSuites()?.AllowedCipherSuites.Should().Contain(TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, "Go calls it so");
    }

    [Theory]
    [InlineData("min-version: tls1.4", "'tls1.4' isn't a version of TLS: choose tls1.2 or tls1.3")]
    [InlineData("max-version: tls1.1", "'tls1.1' is older than all versions that are spoken: choose tls1.2 or tls1.3")]
    [InlineData("{min-version: tls1.3, max-version: tls1.2}", "'tls1.2' is older than min-version, 'tls1.3'")]
    [InlineData("ciphers: [BEST]", "'BEST' isn't a cipher: write its IANA name, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")]
    public void What_is_no_version_or_cipher_is_refused(string section, string problem) =>
        ConfigFile.Parse("c.yaml", "tls: " + (section[0] == '{' ? section : $"{{{section}}}"), static _ => null).Problems.Should().ContainSingle().Which.Message.Should().Contain(problem);

    [Fact]
    public void The_section_of_the_peer_counts()
    {
        var config = ConfigFile.Parse("kapacitor.conf", "[tls]\nmin-version = \"tls1.3\"\nciphers = [\"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\"]\n[http]\nmax-connection-limit = 5\n", static _ => null);

        config.Problems.Should().BeEmpty();
        config.Options.Tls.Protocols().Should().Be(SslProtocols.Tls13);
        config.Options.Http.MaxConnectionLimit.Should().Be(5);
    }

    [Fact]
    public async Task Other_machines_must_show_a_certificate_of_a_known_authority_and_this_one_need_not()
    {
        var other = Array.Find(Dns.GetHostAddresses(Dns.GetHostName()), address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
        if (other is null)
            return; // A machine without a network reaches itself by no other address.
        using var made = NewCertificate("CN=localhost");
        using var authority = NewCertificate("CN=authority", isAuthority: true);
        using var known = NewCertificate("CN=agent", authority);
        using var unknown = NewCertificate("CN=agent");
        var options = Write(made, "one.pem") with { HttpsClientCa = _folder.Write("ca.pem", authority.ExportCertificatePem()) };
        await using var server = await ServeAsync(options, address: IPAddress.Any);

        (await server.PingAsync()).Should().Be(made.Thumbprint);
        (await server.PingAsync(host: other.ToString(), shown: known)).Should().Be(made.Thumbprint);
        foreach (var shown in new[] { null, unknown })
            await FluentActions.Awaiting(() => server.PingAsync(host: other.ToString(), shown: shown)).Should().ThrowAsync<Exception>();
    }

    [Fact]
    public async Task A_socket_of_the_file_system_is_this_machine_and_is_taken_again_after_a_crash()
    {
        var path = _folder.Of("tocsin.sock");
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            left.Bind(new UnixDomainSocketEndPoint(path));
        if (!File.Exists(path))
            File.WriteAllText(path, "");
        await using var server = await ServeAsync(new HttpOptions { BindSocket = path });
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });

        using var handler = new StringContent("""{"id":"h","kind":"exec","options":{"prog":"/bin/true"}}""");
        using var reply = await http.PostAsync("http://localhost/kapacitor/v1/alerts/topics/t/handlers", handler);

        reply.StatusCode.Should().Be(HttpStatusCode.OK, "who may write to the socket sits at the machine");
        (await http.GetStringAsync("http://localhost/tocsin/v1/audit")).Should().Contain("\"from\": \"socket\"");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        await FluentActions.Awaiting(() => ServeAsync(new HttpOptions { BindSocket = path })).Should().ThrowAsync<ListenException>().WithMessage("*another program does*");
    }

    [Fact]
    public async Task A_certificate_that_is_missing_or_none_is_told()
    {
        new HttpOptions { HttpsEnabled = true, HttpsCertificate = "/nowhere.pem" }.Check().Should().ContainSingle().Which.Message.Should().Contain("/nowhere.pem");
        new HttpOptions { BindSocket = "x.sock", RequestsPerSecond = -1 }.Check().Select(problem => problem.Option).Should().Equal("bind-socket", "requests-per-second");
        var file = _folder.Write("x.pem", "no certificate");

        var use = () => ServeAsync(new HttpOptions { HttpsEnabled = true, HttpsCertificate = file });

        (await use.Should().ThrowAsync<ListenException>()).Which.Message.Should().Contain(file).And.Contain("PEM");
    }

    private static async Task<Served> ServeAsync(HttpOptions options, TlsOptions? tls = null, IPAddress? address = null)
    {
        options.Check().Should().BeEmpty();
        var engine = new AlertEngine(new EngineSettings());
        try
        {
            var live = new LiveSetting<ServerOptions>(new ServerOptions { Http = options, Tls = tls ?? new TlsOptions() });
            var parts = new ServerParts { Options = live };
            var app = HttpServer.Build(engine, new IPEndPoint(address ?? IPAddress.Loopback, 0), parts);
            await app.StartAsync();
            return new Served(engine, app) { Options = live };
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    private HttpOptions Write(X509Certificate2 made, string form)
    {
        const string Password = "s3cret";
        var (pem, key) = (made.ExportCertificatePem(), KeyOf(made));
        var options = new HttpOptions { HttpsEnabled = true, HttpsCertificate = _folder.Of(form) };
        switch (form)
        {
            case "one.pem":
                File.WriteAllText(options.HttpsCertificate, pem + "\n" + key);
                return options;
            case "two.pem":
                File.WriteAllText(options.HttpsCertificate, pem);
                return options with { HttpsPrivateKey = _folder.Write("key.pem", key) };
            case "locked.pem":
                using (var rsa = made.GetRSAPrivateKey())
                    File.WriteAllText(options.HttpsCertificate, pem + "\n" + rsa!.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))); // It was made with one.
                return options with { HttpsCertificatePassword = Password };
            case "open.pfx":
                File.WriteAllBytes(options.HttpsCertificate, made.Export(X509ContentType.Pkcs12));
                return options;
            default:
                File.WriteAllBytes(options.HttpsCertificate, made.Export(X509ContentType.Pkcs12, Password));
                return options with { HttpsCertificatePassword = Password };
        }
    }

    private static string KeyOf(X509Certificate2 made)
    {
        using var key = made.GetRSAPrivateKey();
        return key!.ExportPkcs8PrivateKeyPem(); // It was made with one.
    }

    private static X509Certificate2 NewCertificate(string name, X509Certificate2? authority = null, bool isAuthority = false, IPAddress? address = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        if (address is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(address);
            request.CertificateExtensions.Add(names.Build());
        }

        var (from, until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        if (authority is null)
            return request.CreateSelfSigned(from, until);
        using var signed = request.Create(authority, from.AddHours(1), until.AddHours(-1), [1, 2, 3]);
        using var pair = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
    }

    private sealed class Served(AlertEngine engine, WebApplication app) : IAsyncDisposable
    {
        public string Url => app.Urls.First();

        /// <summary>What the server goes by.</summary>
        public required LiveSetting<ServerOptions> Options { get; init; }

        /// <summary>Asks the server over a connection of its own.</summary>
        /// <returns>The thumbprint of the certificate that it showed.</returns>
        public async Task<string?> PingAsync(SslProtocols spoken = SslProtocols.None, string host = "127.0.0.1", X509Certificate2? shown = null)
        {
            string? seen = null;
            using var handler = new SocketsHttpHandler();
            handler.SslOptions.EnabledSslProtocols = spoken;
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                seen = certificate?.GetCertHashString();
                return true;
            };
            if (shown is not null)
                handler.SslOptions.ClientCertificates = [shown];
            using var http = new HttpClient(handler);
            using var reply = await http.GetAsync(new UriBuilder("https", host, new Uri(Url.Replace("0.0.0.0", "127.0.0.1")).Port, "/kapacitor/v1/ping").Uri);
            reply.StatusCode.Should().Be(HttpStatusCode.NoContent);
            return seen;
        }

        /// <summary>The cipher that the server chose.</summary>
        public async Task<TlsCipherSuite> CipherAsync(SslProtocols spoken)
        {
            using var client = new TcpClient("127.0.0.1", new Uri(Url).Port);
            await using var stream = new SslStream(client.GetStream(), false, static (_, _, _, _) => true);
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = spoken });
            return stream.NegotiatedCipherSuite;
        }

        public async ValueTask DisposeAsync()
        {
            await app.DisposeAsync();
            await engine.DisposeAsync();
        }
    }
}
