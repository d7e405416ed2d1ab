using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Processing;

/// <summary>
/// What of the data a node must see on one thread. Where a rule allows it the points of a busy task are dealt to several loops, each with
/// processors of its own, and groups move from one to another with what nodes keep for them.
/// </summary>
internal sealed record SplitRule
{
    /// <summary>Looks at one point or batch at a time and remembers nothing: groups may be anywhere.</summary>
    public static readonly SplitRule Anywhere = new();

    /// <summary>All that the node knows is in its groups, and those that meet in a state are one group.</summary>
    public static readonly SplitRule ByGroup = new() { IsByGroup = true };

    /// <summary>Why all data must stay together, as what the node does; null when it need not.</summary>
    public string? Obstacle { get; private init; }

    /// <summary>True when each group must stay together.</summary>
    public bool IsByGroup { get; private init; }

    /// <summary>More for the stricter one of the rules of two parts of a node.</summary>
    public int Strength => Obstacle is not null ? 2 : IsByGroup ? 1 : 0;

    /// <summary>True when groups end here and others begin: those of <see cref="Groups"/>.</summary>
    public bool Regroups { get; private init; }

    /// <summary>What data of one group has in common; null when all data is one group.</summary>
    public SplitTags? Groups { get; private init; }

    /// <summary>Tags that the node changes: what they were before is not to be told from its results.</summary>
    public IReadOnlyCollection<string> Changed { get; init; } = [];

    /// <summary>Tags that data must differ in to be apart; null for no others than the groups'.</summary>
    public IReadOnlyCollection<string>? Only { get; init; }

    /// <param name="what">What the node does, behind its name: <c>sees all groups together</c>.</param>
    public static SplitRule Together(string what) => new() { Obstacle = what };

    /// <summary>The node puts points into groups.</summary>
    public static SplitRule Into(SplitTags? groups) => new() { Regroups = true, Groups = groups };
}
