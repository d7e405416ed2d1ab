using Tocsin.Dsl.Templates.Tree;

namespace Tocsin.Dsl.Templates.Rendering;

/// <summary>Finds what a template reads of the data it is given: names, and keys that are written out.</summary>
internal static class RootReads
{
    /// <summary>Each mention in the order of the text: <c>.Tags.host</c>, <c>$.Tags.host</c> and <c>index .Tags "host"</c> are the path Tags, host; the dot alone has no names.</summary>
    public static List<RootRead> Find(ListNode main)
    {
        var reads = new List<RootRead>();
        new Search(reads).Visit(main, dotIsRoot: true);
        return reads;
    }

    /// <summary>The paths of what is written whatever the data is, as it is: no part of a branch, and given to no function but <c>index</c>.</summary>
    public static IEnumerable<string[]> Shown(ListNode main) => main.Items
        .OfType<ActionNode>()
        .Where(action => action.Pipe is { Variables: [], Commands: [{ Words: [_] or [FunctionNameNode { Function.Name: "index" }, _, _] }] })
        .SelectMany(action => Find(new ListNode(action.Offset, [action])))
        .Select(read => read.Path);

    private sealed class Search(List<RootRead> reads)
    {
        private bool _isCondition;

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
                    (var outer, _isCondition) = (_isCondition, true);
                    Visit(branch.Pipe, dotIsRoot);
                    _isCondition = outer;
                    Visit(branch.Body, dotIsRoot && branch.Kind == BranchKind.If);
                    Visit(branch.Else, dotIsRoot);
                    break;
                case CallTemplateNode call:
                    Visit(call.Pipe, dotIsRoot);
                    break;
                case PipeNode pipe:
                    VisitAll(pipe.Commands, dotIsRoot);
                    break;
                case CommandNode { Words: [FunctionNameNode { Function.Name: "index" }, var map, ConstantNode { Value: { Kind: TemplateValueKind.String } key }, ..] } index
                    when PathOf(map, dotIsRoot) is { } path:
                    reads.Add(new RootRead([.. path, key.Text], map.Offset, _isCondition));
                    VisitAll(index.Words[3..], dotIsRoot);
                    break;
                case CommandNode command:
                    VisitAll(command.Words, dotIsRoot);
                    break;
                case ChainNode chain:
                    Visit(chain.Target, dotIsRoot);
                    break;
                default:
                    if (PathOf(node, dotIsRoot) is { } read)
                        reads.Add(new RootRead(read, node!.Offset, _isCondition)); // What has a path is there.
                    break;
            }
        }

        private void VisitAll(TemplateNode[] nodes, bool dotIsRoot)
        {
            foreach (var node in nodes)
                Visit(node, dotIsRoot);
        }

        private static string[]? PathOf(TemplateNode? node, bool dotIsRoot) => node switch
        {
            FieldNode field when dotIsRoot => field.Names,
            DotNode when dotIsRoot => [],
            VariableNode { Name: "$" } variable => variable.Names,
            _ => null,
        };
    }
}
