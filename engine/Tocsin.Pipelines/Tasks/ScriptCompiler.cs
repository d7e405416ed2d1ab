using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Pipelines.Functions;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Turns scripts into graphs with the nodes and functions that there are at the moment.</summary>
/// <param name="vocabulary">Asked for each script again: plugins and functions come and go.</param>
/// <param name="longest">Characters of a script.</param>
/// <param name="mostNodes">Nodes of a script.</param>
public sealed class ScriptCompiler(Func<ScriptVocabulary> vocabulary, int longest = int.MaxValue, int mostNodes = int.MaxValue)
{
    private const string UnknownFunctionNode = "TS1052";
    private const string SilentFunction = "TS3640";

    /// <summary>How often one point may come to one node: what is united with itself again and again doubles each time.</summary>
    private const int MostWays = 10_000;

    /// <summary>Binds a script; what comes back has a graph.</summary>
    /// <exception cref="DefinitionException">The script is empty, has errors, or uses a function that does not say what it takes.</exception>
    public BoundScript Compile(string script, IReadOnlyDictionary<string, ScriptVar> vars, bool isTemplate)
    {
        var bound = CompileSoFar(script, vars, isTemplate, out var obstacle);
        return obstacle.Length == 0 ? bound : throw DefinitionException.Invalid(obstacle);
    }

    /// <summary>Binds a script, which may have to wait for a function of another process: there is no graph then.</summary>
    /// <param name="obstacle">The function that does not answer, and why; empty when there is none.</param>
    /// <exception cref="DefinitionException">The script is empty or has errors.</exception>
    public BoundScript CompileSoFar(string script, IReadOnlyDictionary<string, ScriptVar> vars, bool isTemplate, out string obstacle)
    {
        if (script.Length == 0)
            throw DefinitionException.Invalid("must provide TICKscript");
        if (script.Length > longest)
            throw DefinitionException.Invalid($"the script has {script.Length} characters, more than limits.script-length allows ({longest}): make several tasks of it, or raise the limit");

        var tree = SyntaxTree.Parse(new SourceText(script));
        var known = vocabulary();
        var bound = known.Bind(tree, vars, isTemplate);
        if (bound.Diagnostics.FirstOrDefault(d => d.Severity == Severity.Error) is not { } first)
        {
            if (bound.Graph?.Nodes.Count is { } nodes && nodes > mostNodes)
                throw DefinitionException.Invalid($"the script makes {nodes} nodes, more than limits.nodes allows ({mostNodes}): make several tasks of it, or raise the limit");
            if (bound.Graph is { } graph)
                CheckWays(graph);
            obstacle = bound.Graph is null ? "a function of the script does not answer: " + DiagnosticText.OneLine(bound.Diagnostics.First(d => d.Code == SilentFunction), tree.Source) : "";
            return bound;
        }

        throw new DefinitionException(new Refusal(RefusalKind.Invalid, "invalid TICKscript: " + DiagnosticText.OneLine(first, tree.Source) + ProblemsFor(first, known.Problems))
        {
            Diagnostics = bound.Diagnostics,
            Script = script,
        });
    }

    // Parents stand before their children.
    private static void CheckWays(PipelineGraph graph)
    {
        var ways = new Dictionary<GraphNode, long>();
        foreach (var node in graph.Nodes)
        {
            ways[node] = Math.Max(1, node.Parents.Sum(parent => ways[parent]));
            if (ways[node] > MostWays)
                throw DefinitionException.Invalid($"each point would come to node '{node.Name}' more than {MostWays} times, as branches of the same points are united or joined again and again: unite branches that have different points");
        }
    }

    private static string ProblemsFor(Diagnostic error, IReadOnlyList<string> problems) =>
        error.Code == UnknownFunctionNode && problems.Count > 0 ? "\nfunctions that cannot be used:\n" + string.Join('\n', problems) : "";
}
