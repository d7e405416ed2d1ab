using Tocsin.Dsl.Binding.Flow;

namespace Tocsin.Dsl.Binding;

/// <summary>What a script says of one node: arguments and properties. Filled while the script is bound, never changed after.</summary>
public abstract class NodeDefinition
{
    /// <summary>True after <c>.quiet()</c>: errors of the node are counted but not logged.</summary>
    [NotInScript]
    public bool IsQuiet { get; set; }

    /// <summary>Counts the node's errors without logging them.</summary>
    [ScriptMethod]
    public void Quiet() => IsQuiet = true;

    /// <summary>
    /// Called when the node got its place in the graph, after its constructor and before its properties. A node that stands for several
    /// builds them here and returns the one that later properties and links belong to.
    /// </summary>
    /// <param name="graph">The graph under construction.</param>
    /// <param name="node">This node's place in it.</param>
    /// <returns>The node the script goes on with.</returns>
    public virtual GraphNode OnLinked(GraphBuilder graph, GraphNode node) => node;

    /// <summary>Called when the whole script is bound. Reports what the node cannot run with: errors that refuse the script.</summary>
    public virtual void Validate(NodeProblems problems)
    {
    }

    /// <summary>
    /// True for a node that can be followed although something stands in for arguments or properties of it, as each is judged by itself: what it says
    /// leaves it is not believed then.
    /// </summary>
    [NotInScript]
    public virtual bool IsFollowedWithStandIns => false;

    /// <summary>
    /// Called after <see cref="Validate"/> of all nodes, parents first, for a script without errors. Tells what is known of the data that leaves
    /// the node, and warns of what the node wants of the data that comes in and cannot get. Nothing is known by default.
    /// </summary>
    public virtual KnownData Follow(NodeFlow flow) => KnownData.Anything;
}
