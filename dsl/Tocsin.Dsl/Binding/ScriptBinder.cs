using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Binding;

/// <summary>Turns a parsed script into a pipeline of the catalog's nodes.</summary>
public static class ScriptBinder
{
    /// <summary>Binds a script. Never throws for any script; all its mistakes are in the result.</summary>
    /// <param name="tree">The script. One with errors is not bound.</param>
    /// <param name="catalog">The nodes; among them <c>stream</c> and <c>batch</c>.</param>
    /// <exception cref="ArgumentException">The catalog lacks the script's source.</exception>
    public static BoundScript Bind(SyntaxTree tree, NodeCatalog catalog, BindOptions? options = null)
    {
        var diagnostics = new DiagnosticBag();
        diagnostics.AddRange(tree.Diagnostics);
        Dbrp[] dbrps = [.. tree.Root.Statements.OfType<DbrpSyntax>().Select(d => new Dbrp(d.Database.Name, d.RetentionPolicy.Name))];
        var type = tree.HasErrors ? EdgeKind.None : TaskType.Detect(tree.Root, diagnostics);
        if (type == EdgeKind.None)
            return Result(diagnostics, type, null, dbrps, []);

        var context = new BindingContext(catalog, options ?? BindOptions.Default, diagnostics);
        var vars = new StatementBinder(context).Bind(tree.Root, type);
        GraphValidation.Check(context);
        if (!diagnostics.HasErrors && !context.UsesSilentFunction)
        {
            foreach (var addition in context.Options.Settings.OfType<IGraphAddition>())
                addition.AddTo(context.Graph);
        }

        var graph = context.Graph.ToGraph(type) with
        {
            Functions = context.Options.Functions,
            ForeignFunctions = [.. context.ForeignFunctions],
            Source = tree.Source,
        };
        return Result(diagnostics, type, context.UsesSilentFunction ? null : graph, dbrps, vars);
    }

    private static BoundScript Result(DiagnosticBag diagnostics, EdgeKind type, PipelineGraph? graph, IReadOnlyList<Dbrp> dbrps, IReadOnlyList<ScriptVar> vars) => new()
    {
        Type = type,
        Graph = diagnostics.HasErrors ? null : graph,
        Dbrps = dbrps,
        Vars = vars,
        Diagnostics = [.. diagnostics.Distinct().OrderBy(d => d.Span.Start)],
    };
}
