using System.Net;
using System.Text;
using System.Text.Json;

namespace Tocsin.EndToEnd.Chaos;

/// <summary>The published server as a process with little memory and a small disk.</summary>
internal sealed class ChaosServer : IDisposable
{
    private const int Megabytes = 64;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["DOTNET_GCHeapHardLimit"] = "0x18000000", // 384 MiB
        ["DOTNET_gcServer"] = "0",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("tocsin-chaos-").FullName;
    private readonly HttpClient _http = new() { Timeout = Limit };
    private TocsinProcess? _process;

    public ChaosServer() => File.WriteAllText(
        Path.Combine(_folder, "server.yaml"), "delivery:\n  first-pause: 10ms\n  longest-pause: 200ms\nlogging:\n  level: ERROR\n");

    public SmallVolume Volume { get; } = new(Megabytes);

    public string Url => Process.Url;

    public TocsinProcess Process => _process ?? throw new InvalidOperationException("the server was not started");

    public string DataFolder => Path.Combine(Volume.Path, "data");

    /// <summary>Starts the server, also after it was killed.</summary>
    public async Task StartAsync() => _process = await TocsinProcess.ServeAsync(_folder, Environment, "--data", DataFolder, "--config", "server.yaml");

    /// <summary>Kills the server and starts it again.</summary>
    public async Task CrashAsync()
    {
        using (var killed = Process)
            await killed.KillAsync();
        await StartAsync();
    }

    /// <summary>Defines a task of the database <c>chaos</c> that runs.</summary>
    public Task DefineAsync(string id, string script) => ExpectAsync(
        HttpMethod.Post, "/kapacitor/v1/tasks", new { id, dbrps = new[] { new { db = "chaos", rp = "rp" } }, script, status = "enabled" });

    /// <summary>Defines a handler that posts.</summary>
    public Task DefineHandlerAsync(string topic, string id, string url) => ExpectAsync(
        HttpMethod.Post, $"/kapacitor/v1/alerts/topics/{topic}/handlers", new { id, kind = "post", options = new { url } });

    public Task RemoveAsync(string path) => ExpectAsync(HttpMethod.Delete, path, body: null);

    /// <summary>Writes points and says how that was answered.</summary>
    public async Task<HttpStatusCode> WriteAsync(string lines)
    {
        var (status, _) = await SendAsync(HttpMethod.Post, "/write?db=chaos&rp=rp", Encoding.UTF8.GetBytes(lines));
        return status;
    }

    /// <summary>Sends anything anywhere.</summary>
    public async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, byte[]? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(Url + path)) { Content = body is null ? null : new ByteArrayContent(body) };
        using var answer = await _http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What the status says.</summary>
    public async Task<JsonElement> StatusAsync()
    {
        var (_, body) = await SendAsync(HttpMethod.Get, "/tocsin/v1/status", null);
        using var json = JsonDocument.Parse(body);
        return json.RootElement.Clone();
    }

    /// <summary>Waits until something holds of the server.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!await holds())
        {
            clock.Elapsed.Should().BeLessThan(Limit, what);
            await Task.Delay(20);
        }
    }

    public void Dispose()
    {
        _process?.Dispose();
        _http.Dispose();
        Volume.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ExpectAsync(HttpMethod method, string path, object? body)
    {
        var (status, text) = await SendAsync(method, path, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body));
        ((int)status).Should().BeInRange(200, 299, text);
    }
}
