using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Tests.Http;

namespace Tocsin.Server.Tests.Upgrades;

/// <summary>A server goes on where one of an older version stopped.</summary>
public sealed class UpgradeTests : IAsyncLifetime
{
    private const int Version = 5;

    private readonly TempFolder _folder = new();
    private readonly TcpListener _endpoint = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _received = new();
    private Task _receiving = Task.CompletedTask;

    private string Data => _folder.Of("data");

    public Task InitializeAsync()
    {
        _endpoint.Start();
        _receiving = ReceiveAsync();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _endpoint.Stop();
        await _receiving;
        _folder.Dispose();
    }

    [Fact]
    public async Task A_store_of_version_5_goes_on_with_its_tasks_alerts_and_what_is_owed()
    {
        Directory.CreateDirectory(Data);
        MakeOld(_folder.Of("data", SqliteStateStore.FileName));

        await using var host = await ApiHost.StartAsync(new EngineSettings { DataFolder = Data });

        await Until.True(() => _received.Count >= 2);
        _received.Should().Equal("cpu:web-07 CRITICAL", "cpu:web-09 CRITICAL");
        (await host.SendAsync("GET", "/tasks/cpu")).At("executing").Should().Be("True");
        (await host.SendAsync("GET", "/tasks/mem_a")).At("vars.limit.value").Should().Be("7");
        (await host.SendAsync("GET", "/templates/mem")).Status.Should().Be(200);
        (await host.SendAsync("GET", "/alerts/topics/ops")).At("level").Should().Be("CRITICAL");

        // The alert that was open is closed by its next point, at the level that the older version knew.
        (await host.SendAsync("POST", "//write?db=telegraf&rp=autogen", "cpu,host=web-07 usage=1 1767225780000000000\ncpu,host=web-10 usage=99 1767225780000000000")).Status.Should().Be(204);
        await Until.True(() => _received.Count >= 3);
        _received.Last().Should().Be("cpu:web-10 CRITICAL");
        (await host.SendAsync("GET", "/alerts/topics/ops/events/cpu:web-07")).At("state.level").Should().Be("OK");
        (await host.SendAsync("GET", "//tocsin/v1/ledger?id=cpu:web-09")).Json.GetProperty("entries").GetArrayLength().Should().Be(3);
    }

    [Fact]
    public async Task A_backup_of_version_5_is_restored_over_a_newer_state_and_goes_on()
    {
        MakeOld(_folder.Of("backup.db"));
        await using (var newer = await ApiHost.StartAsync(new EngineSettings { DataFolder = Data }))
            await newer.DefineAsync("of-now", "stream|from()");

        SqliteStateStore.Restore(_folder.Of("backup.db"), Data).Version.Should().Be(Version);

        await using var host = await ApiHost.StartAsync(new EngineSettings { DataFolder = Data });
        host.Engine.Store.LoadTasks().Select(task => task.Id).Should().Equal("cpu", "mem_a");
        host.Engine.StorageStatus.Version.Should().BeGreaterThan(Version);
        await Until.True(() => _received.Count >= 2);
    }

    private void MakeOld(string path)
    {
        var sql = File.ReadAllText(RepositoryFiles.PathOf("tests/Tocsin.Server.Tests/Upgrades/version-5.sql")).Replace("{endpoint}", $"{_endpoint.LocalEndpoint}", StringComparison.Ordinal);
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _endpoint.AcceptTcpClientAsync();
                using var reader = new StreamReader(client.GetStream());
                while (await reader.ReadLineAsync() is { } line)
                {
                    // An empty one ends what belongs to an alert.
                    if (line.Length == 0)
                        continue;
                    var alert = JsonDocument.Parse(line).RootElement;
                    _received.Enqueue($"{alert.GetProperty("id").GetString()} {alert.GetProperty("level").GetString()}");
                }
            }
        }
        catch (SocketException)
        {
            // The test is over.
        }
        catch (ObjectDisposedException)
        {
            // The same.
        }
    }
}
