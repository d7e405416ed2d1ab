using System.Text.Json;

namespace Tocsin.EndToEnd;

/// <summary>A folder for a server with two handlers of one topic: one that ends the process it runs in, and a healthy one.</summary>
internal sealed class DeadlyServer : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();
    private int _points;

    /// <param name="delivery">The deadly handler's key <c>delivery</c>, JSON.</param>
    public DeadlyServer(string script, string delivery = "{}")
    {
        Write("load/scripts/deadly.csx", script);
        Write("load/tasks/boom.tick", "dbrp \"db\".\"rp\"\nstream|from().measurement('m').groupBy('id')|alert().id('{{ .Tags.id }}').crit(lambda: TRUE).topic('t')");
        Write(
            "load/handlers/all.yaml",
            $"- {{topic: t, id: deadly, kind: csharp, options: {{file: deadly.csx, options: {{url: {Deadly.Url}}}}}, delivery: {delivery}}}\n" +
            $"- {{topic: t, id: healthy, kind: post, options: {{url: {Healthy.Url}}}}}\n");
        Write("tocsin.yaml", "delivery: {first-pause: 20ms, longest-pause: 50ms}\n");
    }

    /// <summary>What the healthy handler says.</summary>
    public HttpStandIn Healthy { get; } = new();

    /// <summary>What the deadly handler says once it is mended: <c>url</c> of its options.</summary>
    public HttpStandIn Deadly { get; } = new();

    public Task<TocsinProcess> StartAsync(params string[] more) =>
        TocsinProcess.ServeAsync(_folder.Path, ["--data", "data", "--config", "tocsin.yaml", "--load", "load", .. more]);

    public string PathOf(string file) => _folder.Of(file);

    public void Write(string file, string text) => _folder.Write(file, text);

    /// <summary>Raises an alert. The server may be dead before it has answered.</summary>
    public async Task RaiseAsync(TocsinProcess server, string id)
    {
        try
        {
            using var body = new StringContent($"m,id={id} v=1 {++_points}000000000");
            using var answer = await _http.PostAsync(new Uri($"{server.Url}/write?db=db&rp=rp"), body);
            answer.IsSuccessStatusCode.Should().BeTrue(await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
        {
            // Its alert is committed before the answer; handlers may be faster than that.
        }
    }

    /// <summary>A handler as the status shows it.</summary>
    public async Task<JsonElement> StatusAsync(TocsinProcess server, string target)
    {
        using var json = JsonDocument.Parse(await _http.GetStringAsync(new Uri($"{server.Url}/tocsin/v1/status")));
        return json.RootElement.GetProperty("handlers").EnumerateArray().Single(handler => handler.GetProperty("handler").GetString() == target).Clone();
    }

    /// <summary>An answer of the API.</summary>
    public Task<string> GetAsync(TocsinProcess server, string path) => _http.GetStringAsync(new Uri(server.Url + path));

    /// <summary>The dead letters, once there are any: they are counted a moment before they are stored and can be read.</summary>
    public async Task<string> DeadLettersAsync(TocsinProcess server)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var letters = await GetAsync(server, "/tocsin/v1/dead-letters");
            if (letters.Contains("\"reason\"", StringComparison.Ordinal) || limit.IsCancellationRequested)
                return letters;
            await Task.Delay(20);
        }
    }

    /// <summary>Waits until the status of a handler is as wanted.</summary>
    public async Task<JsonElement> UntilAsync(TocsinProcess server, string target, Func<JsonElement, bool> predicate)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var status = await StatusAsync(server, target);
            if (predicate(status))
                return status;
            limit.IsCancellationRequested.Should().BeFalse(status.ToString());
            await Task.Delay(20);
        }
    }

    public Task<(int ExitCode, string Output, string Errors)> RunAsync(TocsinProcess server, params string[] arguments) =>
        TocsinProcess.RunAsync(_folder.Path, server.Url, arguments);

    public void Dispose()
    {
        _http.Dispose();
        Healthy.Dispose();
        Deadly.Dispose();
        _folder.Dispose();
    }
}
