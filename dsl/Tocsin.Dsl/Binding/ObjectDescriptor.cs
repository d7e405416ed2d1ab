namespace Tocsin.Dsl.Binding;

/// <summary>The properties of something that scripts can set properties on: a node, or a handler on an alert.</summary>
/// <param name="Name">What people call it: <c>alert</c>, <c>victorOps</c>.</param>
/// <param name="Members">The properties.</param>
public sealed record ObjectDescriptor(string Name, IReadOnlyList<MemberDescriptor> Members)
{
    /// <summary>What to tell of a name that is not a property here but means something elsewhere, with the way out; null for nothing.</summary>
    public Func<string, (string Message, string WayOut)?>? Lacking { get; init; }
}
