using Tocsin.Alerting.Definitions;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Pipelines.Processing;

/// <summary>
/// Finds what keeps a bound script from doing its work on a server: handlers that cannot deliver, topics without handlers, databases that are
/// not there. Unlike what is wrong with the script itself it depends on the server, and may be put right there.
/// </summary>
public static class ScriptChecks
{
    /// <summary>
    /// Warnings, and errors for what keeps the task from starting, in the order of the script. None for nodes of a template
    /// that hang on variables without values.
    /// </summary>
    /// <param name="taskId">The task's id, when it is known: handlers may listen to the topics of its nodes.</param>
    /// <param name="dbrps">What the task reads, where that is known.</param>
    public static IReadOnlyList<Diagnostic> Of(PipelineGraph graph, Surroundings surroundings, string? taskId = null, IReadOnlyList<Dbrp>? dbrps = null)
    {
        var found = new DiagnosticBag();
        var raised = new Dictionary<string, RaisedAlert>(StringComparer.Ordinal);

        // Tasks made from a template have names of their own, and so have the topics of their nodes: somebody may listen there.
        var isOpen = graph.Nodes.Any(node => node.StandIns != StandInUse.None);
        foreach (var node in graph.Nodes.Where(node => node.StandIns < StandInUse.Values))
            (node.Definition as ProcessingNode)?.CheckServer(new ServerCheck(node, surroundings, found) { Raised = raised, TaskId = taskId, Dbrps = dbrps, IsOfTemplate = isOpen });

        return [.. found.OrderBy(diagnostic => diagnostic.Span.Start)];
    }
}
