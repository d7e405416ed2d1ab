using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tocsin.Benchmarks.Sources;

/// <summary>Webhooks over HTTP into a source, each an event that is on disk before its answer. Senders keep their connections.</summary>
internal static class IngestMeasurement
{
    private const int Senders = 64;
    private const string Definition = """
        id: storm
        kind: generic
        auth: { bearer: s3cret }
        topic: storm
        options: { id: $.id, level: $.level, message: "{$.id} is {$.level}", dedupe-key: $.key, tags: { host: $.labels.host }, fields: { value: $.value } }
        """;

    /// <param name="server">A server that runs, <c>http://127.0.0.1:9092</c>.</param>
    public static async Task RunAsync(Uri server, int requests)
    {
        using var http = new HttpClient { BaseAddress = server };
        using var definition = new StringContent(Definition);
        using var defined = await http.PostAsync(new Uri("/tocsin/v1/sources", UriKind.Relative), definition);
        defined.EnsureSuccessStatusCode();
        await MeasureAsync(server.Port, Math.Min(requests, 5_000), $"warm-up {Environment.ProcessId}");
        await MeasureAsync(server.Port, requests, $"measured {Environment.ProcessId}");
    }

    private static async Task MeasureAsync(int port, int requests, string round)
    {
        var latencies = new double[requests];
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(SendAsync)));
        var seconds = watch.Elapsed.TotalSeconds;
        Array.Sort(latencies);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{round}: {requests / seconds:N0} requests/s, median {latencies[requests / 2]:F1} ms, 99 of 100 within {latencies[requests * 99 / 100]:F1} ms"));

        async Task SendAsync()
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(IPAddress.Loopback, port);
            var stream = client.GetStream();
            var answer = new byte[4096];
            for (var i = Interlocked.Increment(ref next); i < requests; i = Interlocked.Increment(ref next))
            {
                var body = $$"""{"id":"cpu:host={{i % 5000}}","level":"{{(i / 5000 % 2 == 0 ? "CRITICAL" : "OK")}}","key":"{{round}}-{{i}}","labels":{"host":"web-{{i % 5000}}"},"value":{{i}}.5}""";
                var began = Stopwatch.GetTimestamp();
                await stream.WriteAsync(Encoding.ASCII.GetBytes(
                    $"POST /ingest/storm HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer s3cret\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
                var length = 0;
                while (answer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
                    length += await stream.ReadAsync(answer.AsMemory(length));
                if (!answer.AsSpan(0, length).StartsWith("HTTP/1.1 202"u8))
                    throw new InvalidOperationException(Encoding.ASCII.GetString(answer, 0, length));
                latencies[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
        }
    }
}
