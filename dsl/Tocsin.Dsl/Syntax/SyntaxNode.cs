namespace Tocsin.Dsl.Syntax;

/// <summary>A piece of a parsed script. Trees never change; equal text gives equal trees.</summary>
/// <param name="Span">All of the node's text, without the comments before it.</param>
public abstract record SyntaxNode(TextSpan Span)
{
    /// <summary>
    /// Where errors about the node point to: the method name of a call, the operator of a binary expression or a chain, else the begin.
    /// </summary>
    public virtual int Position => Span.Start;

    /// <summary>The comment blocks that stand before the node, each a list of lines with their slashes.</summary>
    public IReadOnlyList<CommentBlock> Comments { get; init; } = [];
}
