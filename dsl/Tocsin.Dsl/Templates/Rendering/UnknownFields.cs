using Tocsin.Dsl.Templates.Tree;

namespace Tocsin.Dsl.Templates.Rendering;

/// <summary>Finds names that the data does not have, before the rendering trips over them.</summary>
internal static class UnknownFields
{
    public static List<TemplateProblem> Find(TemplateSource source, ListNode main, TemplateShape? shape)
    {
        var problems = new List<TemplateProblem>();
        if (shape is not null)
            new Search(source, shape, problems).Visit(main, dotIsRoot: true);
        return problems;
    }

    private sealed class Search(TemplateSource source, TemplateShape shape, List<TemplateProblem> problems)
    {
        public void Visit(TemplateNode? node, bool dotIsRoot)
        {
            switch (node)
            {
                case ListNode list:
                    VisitAll(list.Items, dotIsRoot);
                    break;
                case ActionNode action:
                    Visit(action.Pipe, dotIsRoot);
                    break;
                case BranchNode branch:
                    Visit(branch.Pipe, dotIsRoot);
                    Visit(branch.Body, dotIsRoot && branch.Kind == BranchKind.If);
                    Visit(branch.Else, dotIsRoot);
                    break;
                case CallTemplateNode call:
                    Visit(call.Pipe, dotIsRoot);
                    break;
                case PipeNode pipe:
                    VisitAll(pipe.Commands, dotIsRoot);
                    break;
                case CommandNode command:
                    VisitAll(command.Words, dotIsRoot);
                    break;
                case ChainNode chain:
                    Visit(chain.Target, dotIsRoot);
                    break;
                case FieldNode field when dotIsRoot:
                    Check(field.Names[0], field.Offset);
                    break;
                case VariableNode { Name: "$", Names: [var first, ..] }:
                    Check(first, node.Offset);
                    break;
            }
        }

        private void VisitAll(TemplateNode[] nodes, bool dotIsRoot)
        {
            foreach (var node in nodes)
                Visit(node, dotIsRoot);
        }

        private void Check(string name, int offset)
        {
            if (shape.IndexOf(name) < 0)
                problems.Add(source.Problem(offset, $"nothing is called .{name} here; known are {string.Join(", ", shape.Fields.Select(field => "." + field))}"));
        }
    }
}
