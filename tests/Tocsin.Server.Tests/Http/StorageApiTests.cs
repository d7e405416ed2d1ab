using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Tests.Http;

public sealed class StorageApiTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_starts_with_the_backup_of_another()
    {
        await using (var host = await ApiHost.StartAsync(new EngineSettings { DataFolder = _folder.Of("data") }))
        {
            await host.DefineAsync("t", "stream|from()|alert().crit(lambda: TRUE).topic('x')", "enabled");
            await host.WriteAsync("cpu v=1 1");

            var reply = await host.SendAsync("GET", "/storage/backup");

            reply.Status.Should().Be(200);
            reply.Headers["Content-Length"].Should().Be($"{reply.Bytes.Length}");
            reply.Headers["Content-Disposition"].Should().Be("attachment; filename=\"tocsin.db\"");
            Directory.CreateDirectory(_folder.Of("copy"));
            await File.WriteAllBytesAsync(_folder.Of("copy", "tocsin.db"), reply.Bytes);
            File.Exists(_folder.Of("data", "backup.tmp")).Should().BeFalse();
        }

        await using var copy = await ApiHost.StartAsync(new EngineSettings { DataFolder = _folder.Of("copy") });
        (await copy.SendAsync("GET", "/tasks/t")).At("executing").Should().Be("True");
        (await copy.SendAsync("GET", "/alerts/topics/x")).At("level").Should().Be("CRITICAL");
    }

    [Fact]
    public async Task A_backup_is_for_the_servers_own_machine_unless_it_is_for_all()
    {
        await using var host = await ApiHost.StartAsync();
        await using var open = await ApiHost.StartAsync(options: new HttpOptions { RemoteBackups = true });

        (await host.SendAsync("GET", "/storage/backup", (string?)null, ("X-Forwarded-For", "192.0.2.1"))).Error.Should().Contain("http.remote-backups");
        (await open.SendAsync("GET", "/storage/backup", (string?)null, ("X-Forwarded-For", "192.0.2.1"))).Status.Should().Be(200);
    }

    [Fact]
    public async Task Every_part_can_be_rebuilt()
    {
        await using var host = await ApiHost.StartAsync();
        var parts = (await host.SendAsync("GET", "/storage/stores")).Json.GetProperty("storage").EnumerateArray().Select(part => part.GetProperty("name").GetString()).ToList();

        parts.Should().Contain(["tasks", "handler-specs", "topic-states", "overrides"]);
        foreach (var part in parts)
            (await host.SendAsync("POST", $"/storage/stores/{part}", """{"action":"rebuild"}""")).Status.Should().Be(204, part);
        (await host.SendAsync("POST", "/storage/stores/nope", """{"action":"rebuild"}""")).Status.Should().Be(404);
        (await host.SendAsync("POST", "/storage/stores/tasks", """{"action":"polish"}""")).Error.Should().Contain("'rebuild'");
    }
}
