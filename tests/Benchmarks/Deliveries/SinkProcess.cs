using System.Diagnostics;
using System.Globalization;

namespace Tocsin.Benchmarks.Deliveries;

/// <summary>A running <see cref="Sink"/>.</summary>
internal sealed class SinkProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new();

    private SinkProcess(Process process, string port)
    {
        _process = process;
        Url = new Uri($"http://127.0.0.1:{port}/");
    }

    public Uri Url { get; }

    public static async Task<SinkProcess> StartAsync()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(SinkProcess).Assembly.Location);
        start.ArgumentList.Add("sink");
        var process = Process.Start(start) ?? throw new InvalidOperationException("the sink does not start");
        return new SinkProcess(process, await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the sink ended"));
    }

    /// <summary>Lets all answers go that are held back.</summary>
    public async Task OpenAsync() => await _http.GetByteArrayAsync(new Uri(Url, "open"));

    public async Task<(long Count, string Latencies)> StatsAsync()
    {
        var text = await _http.GetStringAsync(new Uri(Url, "stats"));
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        return (long.Parse(text[..end], CultureInfo.InvariantCulture), text[(end + 1)..]);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
    }
}
