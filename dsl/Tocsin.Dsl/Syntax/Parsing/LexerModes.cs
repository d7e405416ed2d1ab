namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Which token leads to which <see cref="LexerMode"/>.</summary>
internal static class LexerModes
{
    /// <summary>The mode after a token; after null at the begin of the script.</summary>
    public static LexerMode After(SyntaxKind? kind) => kind switch
    {
        SyntaxKind.Identifier or SyntaxKind.Var or SyntaxKind.Dbrp or SyntaxKind.Lambda or SyntaxKind.True or SyntaxKind.False
            or SyntaxKind.And or SyntaxKind.Or or SyntaxKind.Number or SyntaxKind.Duration or SyntaxKind.String
            or SyntaxKind.Reference or SyntaxKind.CloseParen => LexerMode.Operator,
        SyntaxKind.Assign or SyntaxKind.Match or SyntaxKind.NotMatch => LexerMode.RegexOrOperand,
        _ => LexerMode.Operand,
    };
}
