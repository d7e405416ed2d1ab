using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Tocsin.Influx.Client;
using Tocsin.Influx.Connections;
using Tocsin.Influx.Writes;

namespace Tocsin.Influx.Tests;

/// <summary>The client and a real InfluxDB.</summary>
public sealed class InfluxdTests
{
    [ProgramFact(InfluxDaemon.Program, InfluxDaemon.Install)]
    public async Task What_is_written_is_answered_in_chunks()
    {
        await using var influxd = await InfluxDaemon.StartAsync();
        using var client = new InfluxClient(new InfluxConnection { Urls = [new Uri(influxd.Url)] });
        var lines = string.Concat(Enumerable.Range(0, 500).Select(i => $"m,h=h{i % 3} v={i}.5,n={i}i,t=\"x\" {i}\n"));

        await client.CreateDatabaseAsync("d\"b", "r");
        await client.WriteAsync(new InfluxWrite("d\"b") { Precision = WritePrecision.Seconds, IsPacked = true }, Encoding.UTF8.GetBytes(lines));
        var rows = new WrittenRows();
        await client.QueryAsync(new InfluxQuery("""SELECT n, v, t FROM "d\"b"."r".m GROUP BY h""") { ChunkRows = 7 }, rows);

        var expected = string.Concat(Enumerable.Range(0, 3).Select(h =>
            $"m h=h{h}: time n v t\n" + string.Concat(Enumerable.Range(0, 500).Where(i => i % 3 == h).Select(i => $"{i}000000000|{i}|{i}.5|x\n"))));
        rows.ToString().Should().Be(expected.Replace("\n0000000000|", "\n0|", StringComparison.Ordinal));
        (await client.DatabasesAsync()).Should().Equal("d\"b");
        (await client.RetentionPoliciesAsync("d\"b")).Should().Equal("r");
        (await client.PingAsync()).Version.Should().StartWith("1.");
    }

    [ProgramFact(InfluxDaemon.Program, InfluxDaemon.Install)]
    public async Task Subscriptions_come_and_go()
    {
        await using var influxd = await InfluxDaemon.StartAsync();
        using var client = new InfluxClient(new InfluxConnection { Urls = [new Uri(influxd.Url)] });
        await client.CreateDatabaseAsync("d");
        var subscription = new InfluxSubscription("d", "autogen", "kapacitor-it's", "ANY", ["http://localhost:1", "http://localhost:2"]);

        await client.CreateSubscriptionAsync(subscription);
        (await client.SubscriptionsAsync()).Should().BeEquivalentTo([subscription]);
        await client.DropSubscriptionAsync(subscription);

        (await client.SubscriptionsAsync()).Should().BeEmpty();
    }

    [ProgramFact(InfluxDaemon.Program, InfluxDaemon.Install)]
    public async Task Errors_are_those_of_the_server()
    {
        await using var influxd = await InfluxDaemon.StartAsync();
        using var client = new InfluxClient(new InfluxConnection { Urls = [new Uri(influxd.Url)] });

        await client.Awaiting(it => it.QueryAsync(new InfluxQuery("SELECT v FROM nodb.autogen.m"))).Should().ThrowAsync<InfluxException>().WithMessage("database not found: nodb");
        await client.Awaiting(it => it.QueryAsync(new InfluxQuery("SELECT v FRO m"))).Should().ThrowAsync<InfluxException>().WithMessage("error parsing query: found FRO*");
        var write = await client.Awaiting(it => it.WriteAsync(new InfluxWrite("nodb"), "m v=1"u8.ToArray())).Should().ThrowAsync<InfluxException>();
        write.Which.Failure.Should().Be(InfluxFailure.Unavailable, "it may be made, or come back");
        write.Which.Message.Should().Contain("database not found");
    }

    [ProgramFact(InfluxDaemon.Program, InfluxDaemon.Install)]
    public async Task Its_certificate_and_its_users_are_checked()
    {
        using var folder = new TempFolder();
        var certificate = Certificate(folder);
        await using var influxd = await InfluxDaemon.StartAsync($"https-enabled = true\nhttps-certificate = \"{certificate}\"\nauth-enabled = true");
        var connection = new InfluxConnection { Urls = [new Uri($"https://{influxd.Address}")], Tls = new InfluxTls { CaFile = certificate } };
        using var admin = new InfluxClient(connection);
        using var any = new InfluxClient(connection with { Tls = new InfluxTls { TakesAnyCertificate = true } });
        using var strict = new InfluxClient(connection with { Tls = new InfluxTls() });
        using var user = new InfluxClient(connection with { Username = "me", Password = "it's me" });

        await admin.QueryAsync(new InfluxQuery($"CREATE USER me WITH PASSWORD {InfluxName.Text("it's me")} WITH ALL PRIVILEGES"));

        (await user.DatabasesAsync()).Should().BeEmpty();
        (await admin.Awaiting(it => it.DatabasesAsync()).Should().ThrowAsync<InfluxException>()).Which.Failure.Should().Be(InfluxFailure.Denied);
        (await any.PingAsync()).Version.Should().NotBeEmpty();
        (await strict.Awaiting(it => it.PingAsync()).Should().ThrowAsync<InfluxException>()).Which.Failure.Should().Be(InfluxFailure.Unreachable);
    }

    [Theory]
    [InlineData("missing.pem", "the certificates of the authorities in * cannot be used: *")]
    [InlineData("empty.pem", "the certificates of the authorities in * cannot be used: there is no certificate in it")]
    public void A_certificate_that_cannot_be_used_names_its_file(string file, string message)
    {
        using var folder = new TempFolder();
        folder.Write("empty.pem", "");

        FluentActions.Invoking(() => new InfluxClient(new InfluxConnection { Urls = [new Uri("https://h")], Tls = new InfluxTls { CaFile = folder.Of(file) } }))
            .Should().Throw<InfluxException>().WithMessage(message).Which.Message.Should().Contain(file);
    }

    // Certificate and key in one file, for 127.0.0.1.
    private static string Certificate(TempFolder folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return folder.Write("influxd.pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
