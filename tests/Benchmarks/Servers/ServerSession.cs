using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tocsin.Benchmarks.Servers;

/// <summary>A server at work: its API, and what its process costs.</summary>
internal sealed class ServerSession(Uri url, int pid, Action? end) : IDisposable
{
    private const string Api = "kapacitor/v1/";
    private const int TicksPerSecond = 100; // USER_HZ of Linux, on all its systems.

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http = new() { BaseAddress = url, Timeout = Patience };

    /// <summary>Seconds of processors that the process has used.</summary>
    public double CpuSeconds
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (Ticks(fields[11]) + Ticks(fields[12])) / TicksPerSecond;
        }
    }

    /// <summary>Bytes of memory that the process holds.</summary>
    public double ResidentBytes => Kilobytes("VmRSS:") * 1024;

    /// <summary>The most it ever held.</summary>
    public double PeakBytes => Kilobytes("VmHWM:") * 1024;

    public async Task DefineAsync(string id, string db, string script)
    {
        var task = new { id, type = "stream", status = "enabled", dbrps = new[] { new { db, rp = "rp" } }, script };
        using var answer = await _http.PostAsJsonAsync(Api + "tasks", task);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"task {id}: {await answer.Content.ReadAsStringAsync()}");
    }

    public async Task DeleteAsync(string id) => (await _http.DeleteAsync(new Uri(Api + "tasks/" + id, UriKind.Relative))).Dispose();

    /// <summary>Writes lines; ends when they are taken.</summary>
    public async Task WriteAsync(string db, string lines)
    {
        using var answer = await _http.PostAsync(new Uri($"write?db={db}&rp=rp", UriKind.Relative), new StringContent(lines));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until a task has counted as many points.</summary>
    public async Task WaitAsync(string id, long points)
    {
        var patience = DateTime.UtcNow + Patience;
        while (await EnteredAsync(id) is var entered && entered < points)
        {
            if (DateTime.UtcNow > patience)
                throw new TimeoutException($"task {id} has seen {entered} of {points} points");
            await Task.Delay(50);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        end?.Invoke();
    }

    private async Task<long> EnteredAsync(string id)
    {
        using var answer = await _http.GetAsync(new Uri(Api + "tasks/" + id, UriKind.Relative));
        var source = JsonNode.Parse(await answer.Content.ReadAsStringAsync())?["stats"]?["node-stats"]?["stream0"];
        return source?["emitted"]?.GetValue<JsonElement>().TryGetInt64(out var count) == true ? count : 0;
    }

    private double Kilobytes(string key)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(key, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture);
    }

    private static double Ticks(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
