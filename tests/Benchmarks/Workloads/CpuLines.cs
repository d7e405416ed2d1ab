using System.Globalization;
using System.Text;

namespace Tocsin.Benchmarks.Workloads;

/// <summary>Line protocol as an agent on each of a thousand hosts writes it: one line a host every ten seconds.</summary>
internal static class CpuLines
{
    /// <summary>Lines in one body.</summary>
    public const int Count = 5_000;

    /// <summary>Hosts, each a series of its own for each measurement.</summary>
    public const int Hosts = 1_000;

    /// <summary>The time of the first line, in nanoseconds since 1970.</summary>
    public const long Start = 1_577_836_800_000_000_000;

    /// <summary>From a line of a host to its next, in nanoseconds.</summary>
    public const long Step = 10_000_000_000;

    /// <summary>The data time that a body of <c>cpu</c> lines covers, in nanoseconds.</summary>
    public const long Span = Step * Count / Hosts;

    /// <summary>Lines of <c>cpu</c> with three tags and three fields.</summary>
    public static byte[] Cpu() => Body(Count, static (text, n, host, time) => text.Append(
        CultureInfo.InvariantCulture,
        $"cpu,host=h{host},dc=d{host % 5},cpu=cpu-total usage_idle={50 + (n % 37)}.0,usage_user={n % 50}.0,usage_system={n % 13}.0 {time}\n"));

    /// <summary>Lines of <c>cpu</c> and <c>mem</c> in turn, of one host and time each.</summary>
    public static byte[] CpuAndMemory() => Body(Count / 2, static (text, n, host, time) => text
        .Append(CultureInfo.InvariantCulture, $"cpu,host=h{host},dc=d{host % 5} usage_idle={50 + (n % 37)}.0,usage_user={n % 50}.0 {time}\n")
        .Append(CultureInfo.InvariantCulture, $"mem,host=h{host},dc=d{host % 5} used_percent={50 + (n % 37)}.0 {time}\n"));

    private static byte[] Body(int entries, Action<StringBuilder, int, int, long> append)
    {
        var text = new StringBuilder();
        for (var n = 0; n < entries; n++)
            append(text, n, n % Hosts, Start + (n / Hosts * Step));
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
