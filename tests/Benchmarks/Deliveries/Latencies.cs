using System.Buffers.Text;
using System.Diagnostics;

namespace Tocsin.Benchmarks.Deliveries;

/// <summary>How long events were on their way: their messages are the monotonic time of their writes, which all processes share.</summary>
internal sealed class Latencies
{
    private readonly List<double> _milliseconds = [];

    public void Add(ReadOnlySpan<byte> request)
    {
        var now = Stopwatch.GetTimestamp();
        var key = "\"message\":\""u8;
        var at = request.IndexOf(key);
        if (at < 0 || !Utf8Parser.TryParse(request[(at + key.Length)..], out long sent, out _))
            return;
        lock (_milliseconds)
            _milliseconds.Add((now - sent) * 1000.0 / Stopwatch.Frequency);
    }

    /// <summary>The median, the 99th percentile and the longest of what was added since the last call, in milliseconds.</summary>
    public string Take()
    {
        lock (_milliseconds)
        {
            _milliseconds.Sort();
            var text = FormattableString.Invariant($"{At(0.5):0.00} {At(0.99):0.00} {At(1):0.00}");
            _milliseconds.Clear();
            return text;
        }
    }

    private double At(double part) => _milliseconds.Count == 0 ? 0 : _milliseconds[(int)Math.Min(_milliseconds.Count - 1, _milliseconds.Count * part)];
}
