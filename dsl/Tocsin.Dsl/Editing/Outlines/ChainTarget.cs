using System.Collections.Immutable;
using Tocsin.Dsl.Binding;

namespace Tocsin.Dsl.Editing.Outlines;

/// <summary>What the next link of a chain hangs on, as far as the text tells.</summary>
/// <param name="Node">The last node.</param>
/// <param name="Own">A thing with properties of its own on that node, such as a handler of an alert; null for none.</param>
/// <param name="Provides">What the node passes on.</param>
internal sealed record ChainTarget(NodeDescriptor Node, ObjectDescriptor? Own, EdgeKind Provides)
{
    /// <summary>The measurement of the data; null when that is not known.</summary>
    public string? Measurement { get; init; }

    /// <summary>The properties that are set.</summary>
    public ImmutableHashSet<string> Set { get; init; } = [];

    /// <summary>What people call it.</summary>
    public string Name => Own?.Name ?? Node.Name;

    /// <summary>The properties that can be set, those of its own first.</summary>
    public IEnumerable<MemberDescriptor> Members => (Own?.Members ?? []).Concat(Node.Members.Members);

    /// <summary>A property by its name.</summary>
    public MemberDescriptor? FindMember(string name) =>
        (Own is null ? null : TargetMember.Find(Own.Members, name, null))?.Member ?? TargetMember.Find(Node.Members.Members, name, null)?.Member;

    /// <summary>What a node makes of it.</summary>
    public ChainTarget Follow(NodeDescriptor next) => new(next, null, next.Provides == EdgeKind.Any ? Provides : next.Provides) { Measurement = Measurement };

    /// <summary>True when a node can hang on it.</summary>
    public bool CanBeFollowedBy(NodeDescriptor node) => Placement.CanFollow(node, Node, Provides);
}
