using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Text;
using Tocsin.Pipelines.Nodes.From;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Hosting.Trials;

/// <summary>Says why no point of the data got past a <c>from</c>: a trial that shows nothing is most often one of other data.</summary>
/// <param name="data">The measurements of the data, with where they count as written to.</param>
/// <param name="stats">What the task's nodes did with it.</param>
internal sealed class UnreachedNodes(IReadOnlyList<(string Database, string RetentionPolicy, string Name)> data, TaskStats stats)
{
    /// <summary>A warning for each <c>from</c> that gave nothing on, though one before it did.</summary>
    public IReadOnlyList<Diagnostic> Of(PipelineGraph graph)
    {
        var found = new DiagnosticBag();
        foreach (var node in graph.Nodes)
        {
            if (node.Definition is FromNode from && node.Children.Count > 0 && CountOf(node, "emitted") == 0 && !node.Parents.Any(IsEmptyFrom))
                Report(node, from, found);
        }

        return [.. found];
    }

    private void Report(GraphNode node, FromNode from, DiagnosticBag found)
    {
        var origins = data.Where(known => Accepts(from.Database, known.Database) && Accepts(from.RetentionPolicy, known.RetentionPolicy)).ToList();
        if (data.Count == 0)
            Warn("the input has no point", null);
        else if (origins.Count == 0)
            Warn($"it reads {Wanted(from)}, and the data counts as written to {Listed(data.Select(known => $"{known.Database}.{known.RetentionPolicy}"))}", "say where it was written to with --dbrp DB.RP");
        else if (origins.TrueForAll(known => !Accepts(from.Measurement, known.Name)))
            WarnOfMeasurement(origins.ConvertAll(known => known.Name));
        else if (CountOf(node, "errors") is > 0 and var errors)
            Warn($"its condition could not be evaluated for {errors} points", "read fields and tags that the data has");
        else
            Warn($"no point{(from.Measurement.Length > 0 ? $" of measurement '{from.Measurement}'" : "")} meets its condition", null);

        void WarnOfMeasurement(List<string> names) => Warn(
            $"it reads measurement '{from.Measurement}', and the data has {Listed(names)}", NearestName.Find(from.Measurement, names) is { } nearest ? $"did you mean '{nearest}'?" : null);

        void Warn(string why, string? hint) => found.Warning("TS3510", node.Span, $"from: no point got past it: {why}", hint);
    }

    private bool IsEmptyFrom(GraphNode node) => node.Definition is FromNode && CountOf(node, "emitted") == 0;

    private long CountOf(GraphNode node, string counter) =>
        stats.Nodes.Where(values => values.Name == node.Name).SelectMany(values => values.Values).Where(value => value.Name == counter).Sum(value => value.Value);

    private static bool Accepts(string wanted, string given) => wanted.Length == 0 || wanted == given;

    private static string Wanted(FromNode from) => string.Join(" and ", new[]
    {
        from.Database.Length > 0 ? $"database '{from.Database}'" : "",
        from.RetentionPolicy.Length > 0 ? $"retention policy '{from.RetentionPolicy}'" : "",
    }.Where(part => part.Length > 0));

    private static string Listed(IEnumerable<string> names) => KnownNames.Quoted([.. names.Distinct().Order(StringComparer.Ordinal)]);
}
