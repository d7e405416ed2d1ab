using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>A node in its place: who feeds it, whom it feeds.</summary>
public sealed class GraphNode
{
    private readonly List<GraphNode> _parents = [];
    private readonly List<GraphNode> _children = [];
    private readonly List<(string Name, TextSpan Span)> _properties = [];

    internal GraphNode(NodeDescriptor descriptor, NodeDefinition definition, TextSpan span)
    {
        Descriptor = descriptor;
        Definition = definition;
        Span = span;
        Provides = descriptor.Provides == EdgeKind.Any ? EdgeKind.None : descriptor.Provides;
    }

    /// <summary>Kind and number, unique in the graph: <c>window3</c>. The number counts links to parents, see <see cref="GraphBuilder"/>.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>What the node is; in a finished graph without its members.</summary>
    public NodeDescriptor Descriptor { get; private set; }

    public NodeDefinition Definition { get; }

    /// <summary>The name in the script that made the node.</summary>
    public TextSpan Span { get; }

    /// <summary>In the order in which they were linked; a parent linked twice stands here twice.</summary>
    public IReadOnlyList<GraphNode> Parents => _parents;

    /// <summary>In the order in which they were linked.</summary>
    public IReadOnlyList<GraphNode> Children => _children;

    /// <summary>The node that a script called this one on, for a node that makes its own data and is linked to no parent; else null.</summary>
    public GraphNode? Subject { get; internal set; }

    /// <summary>All nodes that data comes through before it comes here, each once, however many ways there are.</summary>
    public IEnumerable<GraphNode> Ancestors
    {
        get
        {
            var seen = new HashSet<GraphNode>();
            var open = new Stack<GraphNode>(_parents);
            while (open.TryPop(out var above))
            {
                if (!seen.Add(above))
                    continue;
                yield return above;
                foreach (var parent in above._parents)
                    open.Push(parent);
            }
        }
    }

    /// <summary>How much of the node hangs on variables of a template that have no values yet.</summary>
    public StandInUse StandIns { get; private set; }

    /// <summary>What leaves the node: what it says itself, or what its first parent provides.</summary>
    public EdgeKind Provides { get; private set; }

    /// <summary>Where a property was last set; the node's own place when it was not, or none is named.</summary>
    public TextSpan SpanOf(string? property)
    {
        for (var i = _properties.Count - 1; i >= 0 && property is not null; i--)
        {
            if (MemberNames.Match(_properties[i].Name, property))
                return _properties[i].Span;
        }

        return Span;
    }

    /// <summary>Notes that something stands in for a part of the node.</summary>
    internal void Note(StandInUse use) => StandIns = use > StandIns ? use : StandIns;

    /// <summary>Notes where a property is set.</summary>
    internal void Note(string property, TextSpan span) => _properties.Add((property, span));

    /// <summary>The graph is bound. A graph lives as long as its task, and the members may lead to a plugin that is to be unloaded before.</summary>
    internal void ForgetMembers() => Descriptor = Descriptor with { Members = new ObjectDescriptor(Descriptor.Name, []) };

    internal void AddParent(GraphNode parent)
    {
        // Parents are complete when their children come, so this need not look further up.
        if (Descriptor.Provides == EdgeKind.Any && _parents.Count == 0)
            Provides = parent.Provides;
        _parents.Add(parent);
        parent._children.Add(this);
    }
}
