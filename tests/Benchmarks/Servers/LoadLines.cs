using System.Text;

namespace Tocsin.Benchmarks.Servers;

/// <summary>Line protocol as agents write it, 5,000 lines a request.</summary>
internal static class LoadLines
{
    private const int Hosts = 1000;
    private const int LinesOfBody = 5000;
    private const long Begin = 1_577_836_800;
    private const long Nanoseconds = 1_000_000_000;

    /// <summary>What a thousand hosts say every ten seconds.</summary>
    /// <param name="hasPairs">True for lines of two measurements in turn.</param>
    public static IEnumerable<string> Bodies(int points, bool hasPairs) => Bodies(points, (text, i) =>
    {
        var (reading, isSecond) = hasPairs ? (i / 2, i % 2 == 1) : (i, false);
        var (host, time) = (reading % Hosts, (Begin + (reading / Hosts * 10)) * Nanoseconds);
        if (isSecond)
            text.Append($"mem,host=h{host},dc=d{host % 5} used_percent={50 + (reading % 37)}.5 {time}");
        else
            text.Append($"cpu,host=h{host},dc=d{host % 5},cpu=cpu-total usage_idle={50 + (reading % 37)}.5,usage_user={reading % 50}.5,usage_system={reading % 13}.5 {time}");
    });

    /// <summary>One line of each of many hosts, all of which are new.</summary>
    public static IEnumerable<string> NewHosts(int points, int from) => Bodies(points, (text, i) =>
        text.Append($"cpu,host=n{from + i},dc=d{i % 7} usage_idle={50 + (i % 37)}.5 {(Begin + i) * Nanoseconds}"));

    /// <summary>Lines of as many measurements in turn.</summary>
    public static IEnumerable<string> OfMeasurements(int points, int measurements) => Bodies(points, (text, i) =>
        text.Append($"m{i % measurements},host=h{i / measurements % 100} usage_idle={50 + (i % 37)}.5 {(Begin + i) * Nanoseconds}"));

    /// <summary>Lines that each raise an alert with an id of its own.</summary>
    public static IEnumerable<string> Alerts(int points) => Bodies(points, (text, i) =>
        text.Append($"cpu,host=a{i} usage_idle=1 {(Begin + i) * Nanoseconds}"), lines: 500);

    private static IEnumerable<string> Bodies(int points, Action<StringBuilder, int> write, int lines = LinesOfBody)
    {
        var text = new StringBuilder();
        for (var i = 0; i < points; i++)
        {
            write(text, i);
            text.Append('\n');
            if ((i + 1) % lines != 0 && i + 1 != points)
                continue;
            yield return text.ToString();
            text.Clear();
        }
    }
}
