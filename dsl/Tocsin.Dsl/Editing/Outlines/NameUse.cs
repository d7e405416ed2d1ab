using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Outlines;

/// <summary>A name at a place of a script, and what it stands for there.</summary>
internal sealed record NameUse(string Name, TextSpan Span, NameKind Kind)
{
    /// <summary>True where a variable is declared.</summary>
    public bool IsDeclaration { get; init; }

    /// <summary>The operator before a link of a chain; null for all other names.</summary>
    public ChainOperator? Operator { get; init; }

    /// <summary>The node of <see cref="NameKind.Node"/> and <see cref="NameKind.Source"/>.</summary>
    public NodeDescriptor? Node { get; init; }

    /// <summary>The property of <see cref="NameKind.Property"/>.</summary>
    public MemberDescriptor? Member { get; init; }

    /// <summary>What a link hangs on; null when that is not known.</summary>
    public ChainTarget? On { get; init; }

    /// <summary>The function of <see cref="NameKind.Function"/>; null for one that is not known.</summary>
    public FunctionDefinition? Function { get; init; }

    /// <summary>The variable of <see cref="NameKind.Variable"/>.</summary>
    public Variable? Variable { get; init; }

    /// <summary>What can be called by the name.</summary>
    public MemberDescriptor? Callable => Member ?? Node?.Constructor;
}
