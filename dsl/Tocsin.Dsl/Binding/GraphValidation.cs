using Tocsin.Dsl.Binding.Flow;

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
                node.Definition.Validate(new NodeProblems(context.Diagnostics, node, context.HasStandIns));
        }

        // What stands in for the values of a template tells nothing of its data.
        if (!context.HasStandIns && !context.Diagnostics.HasErrors)
            DataFlow.Check(nodes, context.IsBroken, context.Diagnostics);

        foreach (var (name, declaration) in context.Scope.Unused)
            context.Diagnostics.ReportUnusedVariable(declaration, name);
    }
}
