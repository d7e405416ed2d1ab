namespace Tocsin.Dsl.Binding;

/// <summary>
/// Makes a class derived from <see cref="NodeDefinition"/> a node of scripts. What a script may say follows from the class: its only public
/// constructor takes the arguments of <c>|name(…)</c>; each public settable property is a property with one argument; each public method
/// marked <see cref="ScriptMethodAttribute"/> is a property with that method's arguments (<c>params</c> takes any number). Names are the
/// members' in camel case. Argument types are matched exactly, nothing is converted: <see cref="long"/>, <see cref="double"/>,
/// <see cref="string"/>, <see cref="bool"/>, <see cref="Time.Duration"/>, a regex, a lambda, <see cref="Star"/>, <see cref="GraphNode"/>,
/// or <see cref="object"/> for any of them. The summary comments become the reference page.
/// </summary>
/// <param name="name">The name after <c>|</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NodeAttribute(string name) : Attribute
{
    /// <summary>The name after <c>|</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Begin of the names of such nodes in a pipeline, before their number. Default: <see cref="Name"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>
    /// What the node takes. Default: either. With <see cref="EdgeKind.None"/> the node makes its own data; unless <see cref="Follows"/> ties
    /// it to a source it is not linked to the node it is called on, which it finds in <see cref="GraphNode.Subject"/>.
    /// </summary>
    public EdgeKind Wants { get; init; } = EdgeKind.Any;

    /// <summary>What the node passes on. Default: the same as it takes.</summary>
    public EdgeKind Provides { get; init; } = EdgeKind.Any;

    /// <summary>
    /// The nodes it can stand below, by name: <c>from</c> only follows <c>stream</c> and <c>from</c>. Default: empty, every node that
    /// passes data on, but not the sources themselves; when the node wants nothing, every node.
    /// </summary>
    public string[] Follows { get; init; } = [];

    /// <summary>False for nodes that others make and no script names. Default: true.</summary>
    public bool InScript { get; init; } = true;

    /// <summary>The node that a script goes on with where this one stands for others; default: itself.</summary>
    public string? Becomes { get; init; }

    /// <summary>True for nodes that need several parents, given as arguments beside the one before the <c>|</c>.</summary>
    public bool TakesParents { get; init; }
}
