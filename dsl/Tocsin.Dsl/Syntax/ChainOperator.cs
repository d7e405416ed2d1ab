namespace Tocsin.Dsl.Syntax;

/// <summary>How a link hangs on what stands before it.</summary>
public enum ChainOperator
{
    /// <summary><c>.</c>: sets or reads a property.</summary>
    Dot,

    /// <summary><c>|</c>: adds a child node.</summary>
    Pipe,

    /// <summary><c>@</c>: adds a node that a user-defined function provides.</summary>
    At,
}
