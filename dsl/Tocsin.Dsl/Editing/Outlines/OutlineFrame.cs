using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Outlines;

/// <summary>What is known between two parentheses, or outside all of them, while a script is read from its begin.</summary>
internal sealed class OutlineFrame
{
    /// <summary>The call whose arguments these are; null outside all calls and for plain parentheses.</summary>
    public NameUse? Callee { get; init; }

    /// <summary>The number of the token <c>(</c> or <c>[</c>; -1 outside all.</summary>
    public int Open { get; init; } = -1;

    /// <summary>True between <c>[</c> and <c>]</c>.</summary>
    public bool IsList { get; init; }

    /// <summary>The number of the argument, from 0.</summary>
    public int Argument { get; set; }

    /// <summary>True where an expression for points stands.</summary>
    public bool IsLambda { get; set; }

    /// <summary>What the next link hangs on; null when that is not known.</summary>
    public ChainTarget? Current { get; set; }

    /// <summary>The operator that was read last and waits for its name.</summary>
    public ChainOperator? Link { get; set; }
}
