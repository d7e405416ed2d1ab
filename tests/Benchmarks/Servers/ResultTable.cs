using System.Globalization;
using System.Text;

namespace Tocsin.Benchmarks.Servers;

/// <summary>The figures as a Markdown table, with where and when they were taken. Of several rounds the best counts.</summary>
internal sealed class ResultTable(IReadOnlyList<MeasuredServer> servers)
{
    private readonly List<string> _names = [];
    private readonly Dictionary<(MeasuredServer, string), Figure> _best = [];

    public void Add(MeasuredServer server, Figure figure)
    {
        if (!_names.Contains(figure.Name))
            _names.Add(figure.Name);
        if (!_best.TryGetValue((server, figure.Name), out var known) || figure.IsBetterThan(known))
            _best[(server, figure.Name)] = figure;
    }

    public string Write()
    {
        // With two builds, how the second compares with the first.
        var builds = servers.OfType<Build>().ToList();
        var hasRatio = builds.Count == 2;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Machine()}, {DateTime.UtcNow:yyyy-MM-dd}\n\n| What |");
        foreach (var server in servers)
            text.Append(CultureInfo.InvariantCulture, $" {server.Name}{(server.Commit.Length > 0 ? $" ({server.Commit})" : "")} |");
        text.Append(hasRatio ? " ratio |\n| --- |" : "\n| --- |").Insert(text.Length, " ---: |", servers.Count + (hasRatio ? 1 : 0)).Append('\n');
        foreach (var name in _names)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {name} |");
            foreach (var server in servers)
                text.Append(' ').Append(_best.TryGetValue((server, name), out var figure) ? figure.Value.ToString(figure.Format, CultureInfo.InvariantCulture) : "–").Append(" |");
            if (hasRatio && _best.TryGetValue((builds[0], name), out var first) && _best.TryGetValue((builds[1], name), out var second))
                text.Append(first.Value == 0 ? " – |" : string.Create(CultureInfo.InvariantCulture, $" {second.Value / first.Value:0.00} |"));
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[^1].Trim()
            : null;
        var load = File.Exists("/proc/loadavg") ? $", load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}" : "";
        return $"{Environment.ProcessorCount} cores{(model is null ? "" : $" of {model}")}{load}, .NET {Environment.Version}";
    }
}
