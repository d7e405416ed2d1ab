using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Nodes.Query;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Makes all that tasks run with, without starting any of it.</summary>
internal sealed class TaskMaker(ScriptCompiler compiler, TaskMaster master, TaskServices services)
{
    private const string CannotStart = "TS3540";

    /// <summary>Told when a running task is given up: its id, why, and the functions it used.</summary>
    public required Action<string, string, IReadOnlyList<UserFunction>> Failed { get; init; }

    /// <param name="isNew">True for a definition that no pipeline was made of yet.</param>
    /// <exception cref="DefinitionException">The script is not accepted.</exception>
    /// <exception cref="TaskStartException">A node cannot run here.</exception>
    public RunningTask Make(TaskDefinition task, bool isNew = false)
    {
        // The graph's definitions belong to one pipeline: a task that starts again is bound again.
        var graph = (isNew ? task.Graph : null) ?? compiler.Compile(task.Script, task.Vars, isTemplate: false).Graph!; // A script without errors has a graph.
        var origins = task.Dbrps.Distinct().Select(dbrp => services.Series.OriginOf(dbrp.Database, dbrp.RetentionPolicy)).ToList();
        return new RunningTask(task.Id, graph, origins, task.IsShadow ? ForShadow(graph) : services, master)
        {
            Source = task.Source,
            Failed = why => Failed(task.Id, why, UserFunction.UsedBy(graph)),
        };
    }

    // What a query has InfluxDB write nobody else can keep from being written.
    private TaskServices ForShadow(PipelineGraph graph) => graph.Nodes.FirstOrDefault(node => node.Definition is QueryNode { Writes: true }) is { } writing
        ? throw new TaskStartException($"{writing.Name}: a shadow writes nothing, and its query has INTO: take that out of the script of the shadow") { Span = writing.Span }
        : services.ForShadow();

    /// <summary>The same for whoever wants it to be enabled.</summary>
    /// <param name="consequence">What the refusal means, at the end of its message.</param>
    /// <param name="isNew">True for a definition that no pipeline was made of yet.</param>
    /// <exception cref="DefinitionException">It cannot start here; the place is the node's.</exception>
    public RunningTask MakeOrRefuse(TaskDefinition task, string consequence, bool isNew = false)
    {
        try
        {
            return Make(task, isNew);
        }
        catch (TaskStartException problem)
        {
            var diagnostic = new Diagnostic(CannotStart, Severity.Error, problem.Message, problem.Span ?? default);
            throw new DefinitionException(new Refusal(
                RefusalKind.Invalid, $"the task cannot start: {DiagnosticText.OneLine(diagnostic, new SourceText(task.Script))}{consequence}")
            {
                Diagnostics = [diagnostic],
                Script = task.Script,
            });
        }
    }
}
