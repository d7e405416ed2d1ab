using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Formatting;

/// <summary>The comments that are written before a node: its own, and those inside it that cannot stay where they are.</summary>
internal static class LeadingComments
{
    public static IReadOnlyList<CommentBlock> Of(SyntaxNode node) => node switch
    {
        // Comments between the operands would change how the operator is read.
        BinarySyntax binary => OfBinary(binary),
        ChainSyntax chain => Of(chain.Left),

        // After '=' two slashes are a regex, so a comment of the value has to stand before the statement.
        VarDeclarationSyntax declaration => [.. declaration.Comments, .. Of(declaration.Value)],
        DbrpSyntax dbrp => [.. dbrp.Comments, .. dbrp.Database.Comments, .. dbrp.RetentionPolicy.Comments],
        ExpressionStatementSyntax statement => [.. statement.Comments, .. Of(statement.Expression)],
        _ => node.Comments,
    };

    /// <summary>True when the comments of the right operand are written before the whole expression: after <c>=~</c> they would be a regex.</summary>
    public static bool HoistsRight(BinarySyntax binary) => binary.Operator is BinaryOperator.Match or BinaryOperator.NotMatch;

    private static IReadOnlyList<CommentBlock> OfBinary(BinarySyntax binary)
    {
        var left = binary.IsParenthesized ? [] : Of(binary.Left);
        var right = HoistsRight(binary) ? Of(binary.Right) : [];
        return left.Count + right.Count == 0 ? binary.Comments : [.. left, .. binary.Comments, .. right];
    }
}
