namespace Tocsin.Dsl.Syntax;

/// <summary>What a node is made of.</summary>
public static class SyntaxChildren
{
    /// <summary>The nodes right below <paramref name="node"/>, in the order of the text.</summary>
    public static IReadOnlyList<SyntaxNode> Of(SyntaxNode node) => node switch
    {
        ScriptSyntax script => script.Statements,
        VarDeclarationSyntax declaration => [declaration.Name, declaration.Value],
        TypedVarDeclarationSyntax declaration => [declaration.Name, declaration.Type],
        DbrpSyntax dbrp => [dbrp.Database, dbrp.RetentionPolicy],
        ExpressionStatementSyntax statement => [statement.Expression],
        ChainSyntax chain => [chain.Left, chain.Right],
        CallSyntax call => [call.Name, .. call.Arguments],
        LambdaSyntax lambda => [lambda.Body],
        ListSyntax list => list.Items,
        BinarySyntax binary => [binary.Left, binary.Right],
        UnarySyntax unary => [unary.Operand],
        ErrorSyntax { Before: { } before } => [before],
        _ => [],
    };
}
