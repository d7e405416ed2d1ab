namespace Tocsin.Dsl.Binding;

/// <summary>The checks that need the whole pipeline.</summary>
internal static class GraphValidation
{
    public static void Check(BindingContext context)
    {
        var nodes = context.Graph.Nodes;
        if (nodes.Count == 1 && !context.Options.IsTemplate && !context.Diagnostics.HasErrors)
            context.Diagnostics.ReportNothingToDo();

        foreach (var node in nodes)
        {
            if (!context.IsBroken(node))
                node.Definition.Validate(new NodeProblems(context.Diagnostics, node, context.StandIns.Any) { Settings = context.Options.Settings });
        }

        if (!context.Diagnostics.HasErrors)
            DataFlow.Check(nodes, context.IsBroken, context.Options, context.Diagnostics);

        foreach (var (name, declaration) in context.Scope.Unused)
            context.Diagnostics.ReportUnusedVariable(declaration, name);
    }
}
