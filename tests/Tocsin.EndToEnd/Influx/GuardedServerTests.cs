using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Tocsin.EndToEnd.Influx;

/// <summary>
/// A server that asks who calls, by https: requests as Kapacitor's client and Telegraf send them, and what a real InfluxDB sends on. Neither of the
/// former is in Debian; their headers are those of kapacitor 1.5 and of telegraf 1.20.
/// </summary>
public sealed class GuardedServerTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProgramFact(InfluxDaemon.Program, InfluxDaemon.Install)]
    public async Task Clients_agents_and_InfluxDB_get_through_with_credentials_and_nobody_without()
    {
        using var sink = new HttpStandIn();
        await using var influx = await InfluxDaemon.StartAsync(subscriber: "enabled = true\n  insecure-skip-verify = true");
        await influx.QueryAsync("CREATE DATABASE telegraf");
        var certificate = WriteCertificate();
        _folder.Write("tocsin.yaml", $$"""
            http: { https-enabled: true, https-certificate: "{{certificate}}" }
            influxdb:
              - { urls: ["{{influx.Url}}"], subscription-protocol: https, kapacitor-hostname: 127.0.0.1, subscriptions-sync-interval: 1s }
            """);
        Directory.CreateDirectory(_folder.Of("data"));
        var password = (await RunAsync("users", "reset", "admin", "--data", "data")).Trim()["Password: ".Length..];
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--config", "tocsin.yaml");
        server.Url.Should().StartWith("https://");
        var token = (await RunAsync("tokens", "add", "telegraf", "--role", "write", "--skip-verify", "--url", server.Url.Replace("://", $"://admin:{password}@", StringComparison.Ordinal))).Trim();

        // As 'kapacitor -url https://admin:…@… define' does it.
        using var client = Client(server.Url, new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{password}"))), "KapacitorClient");
        var script = $"stream|from().measurement('cpu').groupBy('host')|alert().id('{{{{ index .Tags \"host\" }}}}').crit(lambda: \"usage\" > 90).stateChangesOnly().post('{sink.Url}')";
        var task = JsonSerializer.Serialize(new { id = "cpu", type = "stream", dbrps = new[] { new { db = "telegraf", rp = "autogen" } }, script, status = "enabled" });
        using var json = new StringContent(task, Encoding.UTF8, "application/json");
        (await client.GetAsync("/kapacitor/v1/ping")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await client.PostAsync("/kapacitor/v1/tasks", json)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.GetStringAsync("/kapacitor/v1/tasks?dot-view=attributes&fields=link&pattern=cpu&replay-id=&script-format=formatted&offset=0&limit=100")).Should().Contain("/kapacitor/v1/tasks/cpu");

        // Telegraf's outputs for InfluxDB 1 and 2.
        using var agent = Client(server.Url, new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"telegraf:{token}"))), "Telegraf/1.20.0 Go/1.17");
        using var form = new FormUrlEncodedContent([new("q", "CREATE DATABASE \"telegraf\"")]);
        (await agent.PostAsync("/query", form)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await agent.PostAsync("/write?db=telegraf&rp=autogen", Packed("cpu,host=v1 usage=95 1000000000\n"))).StatusCode.Should().Be(HttpStatusCode.NoContent);
        using var newer = Client(server.Url, new AuthenticationHeaderValue("Token", token), "Telegraf/1.20.0 Go/1.17");
        (await newer.PostAsync("/api/v2/write?bucket=telegraf%2Fautogen&org=o", Packed("cpu,host=v2 usage=95 1000000000\n"))).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await NextAsync(sink), await NextAsync(sink)).Should().Be(("v1", "v2"));

        await Until.True(async () => (await influx.QueryAsync("SHOW SUBSCRIPTIONS")).Contains("https://~subscriber:", StringComparison.Ordinal), "the subscription has credentials", Limit);
        await Until.True(
            async () =>
            {
                // What is written before InfluxDB knows of the subscription is not sent.
                await influx.WriteAsync("telegraf", "cpu,host=influx usage=97");
                return (await client.GetStringAsync("/tocsin/v1/alerts")).Contains("\"influx\"", StringComparison.Ordinal);
            },
            "InfluxDB's writes arrive", Limit);
        (await NextAsync(sink)).Should().Be("influx");

        using var nobody = Client(server.Url, null, "curl/8");
        foreach (var path in new[] { "/kapacitor/v1/tasks", "/kapacitor/v1/ping", "/metrics" })
            (await nobody.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await nobody.PostAsync("/write?db=telegraf", Packed("cpu usage=1"))).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await agent.GetAsync("/kapacitor/v1/tasks")).StatusCode.Should().Be(HttpStatusCode.Forbidden);

        // What was loaded and read again is written down with what was changed.
        await server.SignalAsync("HUP");
        await Until.True(async () => (await client.GetStringAsync("/tocsin/v1/audit")).Contains("SIGHUP", StringComparison.Ordinal), "the signal is in the audit log", Limit);
        (await client.GetStringAsync("/tocsin/v1/audit")).Should().ContainEquivalentOf("slack").And.Contain("\"LOAD\"").And.Contain("/kapacitor/v1/tasks cpu");
        var (code, log) = await server.TerminateAsync();
        code.Should().Be(0);
        log.Should().NotContain(password).And.NotContain(token);
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, errors) = await TocsinProcess.RunAsync(_folder.Path, null, arguments);
        code.Should().Be(0, errors);
        return output;
    }

    private static async Task<string?> NextAsync(HttpStandIn sink) => JsonSerializer.Deserialize<JsonElement>((await sink.NextAsync()).Body).GetProperty("id").GetString();

    private static HttpClient Client(string url, AuthenticationHeaderValue? credentials, string name)
    {
        var client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true } }) { BaseAddress = new Uri(url) };
        client.DefaultRequestHeaders.Authorization = credentials;
        client.DefaultRequestHeaders.UserAgent.ParseAdd(name);
        return client;
    }

    private static ByteArrayContent Packed(string lines)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(lines));
        return new ByteArrayContent(packed.ToArray()) { Headers = { ContentType = MediaTypeHeaderValue.Parse("text/plain; charset=utf-8"), ContentEncoding = { "gzip" } } };
    }

    private string WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return _folder.Write("server.pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
    }
}
