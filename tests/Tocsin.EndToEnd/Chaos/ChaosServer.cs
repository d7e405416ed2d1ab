using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Tocsin.EndToEnd.Chaos;

/// <summary>The published server as a process with little memory and a small disk.</summary>
internal sealed class ChaosServer : IDisposable
{
    /// <summary>More than the limit of what it allocates, with room for code, stacks and the database's cache.</summary>
    public const long MostResident = 700L << 20;

    // A fifth is for the copies that plugins are loaded from, an eighth for the journal; a state that is damaged needs its size twice.
    private const int Megabytes = 128;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["DOTNET_GCHeapHardLimit"] = "0x18000000", // 384 MiB
        ["DOTNET_gcServer"] = "0",
    };

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = Limit };
    private TocsinProcess? _process;
    private bool _isDown;

    public ChaosServer()
    {
        Directory.CreateDirectory(LoadFolder);
        _folder.Write("server.yaml", $"delivery:\n  first-pause: 10ms\n  longest-pause: 200ms\nlogging:\n  level: ERROR\n  file: {LogFile}\nlimits:\n  slowest-reader: 65536\n");
    }

    public SmallVolume Volume { get; } = new(Megabytes);

    public string Url => Process.Url;

    public TocsinProcess Process => _process ?? throw new InvalidOperationException("the server was not started");

    /// <summary>True when it is neither running nor between a crash and the next start.</summary>
    public bool HasDied => !_isDown && _process is { IsAlive: false };

    public string DataFolder => Path.Combine(Volume.Path, "data");

    public string LoadFolder => _folder.Of("load");

    public string LogFile => _folder.Of("server.log");

    /// <summary>Memory that the server holds now, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            const string key = "VmRSS:";
            var line = File.ReadLines($"/proc/{Process.Id}/status").Single(line => line.StartsWith(key, StringComparison.Ordinal));
            return long.Parse(line[key.Length..^" kB".Length], CultureInfo.InvariantCulture) * 1024;
        }
    }

    /// <summary>Starts the server, also after it was killed.</summary>
    public async Task StartAsync()
    {
        _process = await TocsinProcess.ServeAsync(_folder.Path, Environment, "--data", DataFolder, "--config", "server.yaml", "--load", LoadFolder);
        _isDown = false;
    }

    /// <summary>Kills the server, does something to what it left and starts it again.</summary>
    public async Task CrashAsync(Action? meanwhile = null)
    {
        _isDown = true;
        using (var killed = Process)
            await killed.KillAsync();
        meanwhile?.Invoke();
        await StartAsync();
    }

    /// <summary>Waits until the server has ended by itself.</summary>
    public async Task DieAsync()
    {
        _isDown = true;
        using var dead = Process;
        await dead.DieAsync();
    }

    /// <summary>Defines a task that runs.</summary>
    public Task DefineAsync(string id, string script, string database = "chaos") => ExpectAsync(
        HttpMethod.Post, "/kapacitor/v1/tasks", new { id, dbrps = new[] { new { db = database, rp = "rp" } }, script, status = "enabled" });

    /// <summary>Defines a handler that posts.</summary>
    public Task DefineHandlerAsync(string topic, string id, string url) => ExpectAsync(
        HttpMethod.Post, $"/kapacitor/v1/alerts/topics/{topic}/handlers", new { id, kind = "post", options = new { url } });

    /// <summary>Defines a handler that is a C# script.</summary>
    public Task DefineScriptAsync(string topic, string id, string code, string isolation) => ExpectAsync(
        HttpMethod.Post, $"/kapacitor/v1/alerts/topics/{topic}/handlers", new { id, kind = "csharp", options = new { code }, delivery = new { isolation } });

    /// <summary>Defines a source whose events go nowhere.</summary>
    public Task DefineSourceAsync(string id) => ExpectAsync(HttpMethod.Post, "/tocsin/v1/sources", new { id, kind = "generic", options = new { id = "{{ .id }}", level = "{{ .level }}" } });

    public Task RemoveAsync(string path) => ExpectAsync(HttpMethod.Delete, path, body: null);

    /// <summary>Writes points and says how that was answered.</summary>
    public async Task<HttpStatusCode> WriteAsync(string lines, string database = "chaos")
    {
        var (status, _) = await SendAsync(HttpMethod.Post, $"/write?db={database}&rp=rp", Encoding.UTF8.GetBytes(lines));
        return status;
    }

    /// <summary>Sends anything anywhere.</summary>
    public async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, byte[]? body, string? encoding = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Url + path)) { Content = body is null ? null : new ByteArrayContent(body) };
        if (encoding is not null)
            request.Content?.Headers.ContentEncoding.Add(encoding);
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

    /// <summary>What the status says of one task, handler and the like.</summary>
    /// <param name="list">Such as <c>tasks</c>.</param>
    /// <param name="key">What names one of them.</param>
    public async Task<JsonElement> StatusAsync(string list, string key, string name) =>
        (await StatusAsync()).GetProperty(list).EnumerateArray().Single(item => item.GetProperty(key).GetString() == name);

    /// <summary>What the status wants somebody to look at.</summary>
    public async Task<IReadOnlyList<string?>> AttentionAsync() =>
        [.. (await StatusAsync()).GetProperty("attention").EnumerateArray().Select(static reason => reason.GetString())];

    /// <summary>Waits until something holds of the server.</summary>
    public static Task UntilAsync(Func<Task<bool>> holds, string what) => Until.True(holds, what, Limit);

    /// <summary>The message of an event that was posted.</summary>
    public static string MessageOf(string body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("message").GetString() ?? "";
    }

    public void Dispose()
    {
        _process?.Dispose();
        _http.Dispose();
        Volume.Dispose();
        _folder.Dispose();
    }

    private async Task ExpectAsync(HttpMethod method, string path, object? body)
    {
        var (status, text) = await SendAsync(method, path, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body));
        ((int)status).Should().BeInRange(200, 299, text);
    }
}
