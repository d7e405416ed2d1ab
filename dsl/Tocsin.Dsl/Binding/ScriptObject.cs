namespace Tocsin.Dsl.Binding;

/// <summary>Something with properties of its own that belongs to a node, such as a handler of an alert: the script goes on with either.</summary>
/// <param name="Node">The node it belongs to.</param>
/// <param name="Target">What its own properties are set on; null after a mistake.</param>
/// <param name="Own">Its own properties; they come before those of the node.</param>
internal sealed record ScriptObject(GraphNode Node, object? Target, ObjectDescriptor Own)
{
    private static readonly ObjectDescriptor Unknown = new("unknown", []);

    /// <summary>True after an unknown property: what follows may belong to something that is not known, and is not reported.</summary>
    public bool IsUncertain => ReferenceEquals(Own, Unknown);

    /// <summary>What a script goes on with after a property that nobody knows.</summary>
    public static ScriptObject After(GraphNode node) => new(node, null, Unknown);
}
