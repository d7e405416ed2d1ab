using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>What a script may say of one kind of node, made from the node's class. Immutable.</summary>
public sealed record NodeDescriptor
{
    private readonly Lazy<string>? _summary;

    /// <summary>The name after <c>|</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Begin of the names of such nodes in a pipeline.</summary>
    public required string Kind { get; init; }

    /// <summary>What stands before the name in scripts. Default: <c>|</c>; <c>@</c> for functions that users bring.</summary>
    public ChainOperator Operator { get; init; } = ChainOperator.Pipe;

    public required Type DefinitionType { get; init; }

    public required EdgeKind Wants { get; init; }

    public required EdgeKind Provides { get; init; }

    /// <summary>The nodes it can stand below, by name; empty: every node that passes data on, but not the sources themselves.</summary>
    public IReadOnlyList<string> Follows { get; init; } = [];

    /// <summary>True when the node is called on another without being linked to it.</summary>
    public bool StandsApart => Wants == EdgeKind.None && Follows.Count == 0;

    /// <summary>False for nodes that others make and no script names.</summary>
    public bool InScript { get; init; } = true;

    /// <summary>The node that a script goes on with where this one stands for others; null for itself.</summary>
    public string? Becomes { get; init; }

    /// <summary>True when further parents are given as arguments.</summary>
    public required bool TakesParents { get; init; }

    /// <summary>Makes the definition from the arguments of <c>|name(…)</c>.</summary>
    public required MemberDescriptor Constructor { get; init; }

    /// <summary>Everything that can follow as <c>.name</c>.</summary>
    public required ObjectDescriptor Members { get; init; }

    /// <summary>The summary of the class, for people; empty when unknown.</summary>
    public string Summary
    {
        get => _summary?.Value ?? "";
        init => _summary = new Lazy<string>(value);
    }

    /// <summary>The same with properties that its class does not know of, such as those that plugins bring.</summary>
    /// <param name="lacking">See <see cref="ObjectDescriptor.Lacking"/>.</param>
    public NodeDescriptor With(IReadOnlyList<MemberDescriptor> members, Func<string, (string Message, string WayOut)?>? lacking = null) =>
        this with { Members = Members with { Members = [.. Members.Members, .. members], Lacking = lacking ?? Members.Lacking } };

    /// <summary>A summary that is looked up when first asked for.</summary>
    internal Lazy<string> LazySummary
    {
        init => _summary = value;
    }
}
