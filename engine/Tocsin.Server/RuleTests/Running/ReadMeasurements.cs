using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Nodes.From;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.RuleTests.Files;

namespace Tocsin.Server.RuleTests.Running;

/// <summary>Knows of which measurements tasks read points: a test whose data nobody reads shows nothing, and passes where nothing is expected.</summary>
/// <param name="tasks">Those that run.</param>
internal sealed class ReadMeasurements(IReadOnlyList<TaskDefinition> tasks)
{
    /// <summary>The measurements of lines that no task reads, and whether there is one of another.</summary>
    public (IReadOnlyList<string> Unread, bool IsSomeRead) In(IEnumerable<TimedLines> lines, Dbrp source)
    {
        var seen = new Dictionary<string, bool>(StringComparer.Ordinal);
        var known = seen.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var part in lines)
        {
            foreach (var line in part.Text.AsSpan().EnumerateLines())
            {
                // What is no point is reported when it is written.
                if (!line.StartsWith('#') && MeasurementOf(line.TrimStart()) is { Length: > 0 } name && !known.ContainsKey(name))
                    seen[name.ToString()] = Reads(source, Unescape(name));
            }
        }

        return ([.. seen.Where(entry => !entry.Value).Select(entry => Unescape(entry.Key)).Order(StringComparer.Ordinal)], seen.ContainsValue(true));
    }

    /// <summary>The measurements that are named by tasks that read from there.</summary>
    public IReadOnlyList<string> Named(Dbrp source) =>
        [.. Readers(source).Select(node => ((FromNode)node.Definition).Measurement).Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal)]; // Readers are of that kind.

    private bool Reads(Dbrp source, string measurement) => Readers(source).Any(node => Way(node).All(from => Accepts(from.Measurement, measurement)));

    // The last of several that follow each other: it has only what those before it let through.
    private IEnumerable<GraphNode> Readers(Dbrp source) => tasks.Where(task => task.Dbrps.Contains(source)).SelectMany(task => task.Graph?.Nodes ?? [])
        .Where(node => node.Definition is FromNode && !node.Children.Any(child => child.Definition is FromNode))
        .Where(node => Way(node).All(from => Accepts(from.Database, source.Database) && Accepts(from.RetentionPolicy, source.RetentionPolicy)));

    private static IEnumerable<FromNode> Way(GraphNode node) => node.Ancestors.Prepend(node).Select(one => one.Definition).OfType<FromNode>();

    private static bool Accepts(string wanted, string given) => wanted.Length == 0 || wanted == given;

    private static ReadOnlySpan<char> MeasurementOf(ReadOnlySpan<char> line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\')
                i++;
            else if (line[i] is ',' or ' ')
                return line.IndexOf(' ') < 0 ? default : line[..i];
        }

        return default;
    }

    private static string Unescape(ReadOnlySpan<char> name) => Unescape(name.ToString());

    private static string Unescape(string name) => name.Contains('\\', StringComparison.Ordinal) ? name.Replace("\\,", ",", StringComparison.Ordinal).Replace("\\ ", " ", StringComparison.Ordinal) : name;
}
