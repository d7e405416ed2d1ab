using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Definitions;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Server.Loading;

/// <summary>Finds all that there is to say of a script, before anything is made of it.</summary>
/// <param name="vocabulary">What scripts may say.</param>
internal sealed class ScriptJudge(ScriptVocabulary vocabulary)
{
    // Scripts with these are kept; a task that is to run is refused.
    private static readonly string[] KeepsFromStarting = ["TS3600", "TS3602"];

    private static readonly IReadOnlyDictionary<string, ScriptVar> None = new Dictionary<string, ScriptVar>();

    /// <param name="vars">Values of variables; null when there are none: a script that needs some is then taken as a template.</param>
    public IReadOnlyList<Diagnostic> Check(SourceText source, IReadOnlyDictionary<string, ScriptVar>? vars, Surroundings surroundings) =>
        Check(SyntaxTree.Parse(source), vars, surroundings);

    /// <inheritdoc cref="Check(SourceText, IReadOnlyDictionary{string, ScriptVar}?, Surroundings)"/>
    public IReadOnlyList<Diagnostic> Check(SyntaxTree tree, IReadOnlyDictionary<string, ScriptVar>? vars, Surroundings surroundings)
    {
        var isTemplate = vars is null && tree.Root.Statements.OfType<TypedVarDeclarationSyntax>().Any();
        return All(Bind(tree, vars ?? None, isTemplate, surroundings), isTemplate ? OfTemplate(surroundings) : Named(surroundings, tree.Source.Name), null, null);
    }

    /// <summary>The same for a template. Who listens to its topics is a matter of the tasks made from it.</summary>
    public IReadOnlyList<Diagnostic> CheckTemplate(SourceText source, Surroundings surroundings) =>
        All(Bind(SyntaxTree.Parse(source), None, isTemplate: true, surroundings), OfTemplate(surroundings), null, null);

    /// <summary>The same for a task.</summary>
    /// <param name="dbrps">What it reads, where the script does not say it.</param>
    /// <param name="bound">What became of the script.</param>
    public IReadOnlyList<Diagnostic> CheckTask(
        SourceText source, string id, IReadOnlyDictionary<string, ScriptVar> vars, IReadOnlyList<Dbrp> dbrps, Surroundings surroundings, out BoundScript bound)
    {
        bound = Bind(SyntaxTree.Parse(source), vars, isTemplate: false, surroundings);
        return All(bound, surroundings, id, dbrps);
    }

    // Whom its alerts reach, and who else raises them, is a matter of the tasks that are made of it.
    private static Surroundings OfTemplate(Surroundings surroundings) => surroundings with { HasListener = null, OtherRaiser = null };

    private static Surroundings Named(Surroundings surroundings, string? file) =>
        surroundings.OtherRaiser is { } other ? surroundings with { OtherRaiser = raised => other(raised with { Script = file }) } : surroundings;

    private BoundScript Bind(SyntaxTree tree, IReadOnlyDictionary<string, ScriptVar> vars, bool isTemplate, Surroundings surroundings) =>
        (vocabulary with { Settings = [new ConfigEnvironment(surroundings.Environment)] }).Bind(tree, vars, isTemplate);

    private static IReadOnlyList<Diagnostic> All(BoundScript bound, Surroundings surroundings, string? taskId, IReadOnlyList<Dbrp>? given)
    {
        if (bound.Graph is null)
            return bound.Diagnostics;
        var dbrps = bound.Dbrps.Count > 0 ? bound.Dbrps : given ?? [];

        // Whoever says where the points come from means it to run.
        var diagnostics = dbrps.Count == 0 ? bound.Diagnostics : bound.Diagnostics.Select(AsItStarts);
        return [.. diagnostics, .. ScriptChecks.Of(bound.Graph, surroundings, taskId, dbrps)];
    }

    private static Diagnostic AsItStarts(Diagnostic found) =>
        KeepsFromStarting.Contains(found.Code) ? found with { Severity = Severity.Error } : found;
}
