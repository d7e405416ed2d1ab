namespace Tocsin.Dsl.Syntax;

/// <summary>Whether two trees mean the same: positions, comments, layout and the spelling of numbers do not count.</summary>
public static class SyntaxEquality
{
    /// <summary>Compares two trees by what they mean.</summary>
    public static bool SameMeaning(SyntaxNode left, SyntaxNode right)
    {
        if (left.GetType() != right.GetType() || !SameOwnParts(left, right))
            return false;

        var leftChildren = SyntaxChildren.Of(left);
        var rightChildren = SyntaxChildren.Of(right);
        if (leftChildren.Count != rightChildren.Count)
            return false;

        for (var i = 0; i < leftChildren.Count; i++)
        {
            if (!SameMeaning(leftChildren[i], rightChildren[i]))
                return false;
        }

        return true;
    }

    private static bool SameOwnParts(SyntaxNode left, SyntaxNode right) => (left, right) switch
    {
        (IdentifierSyntax a, IdentifierSyntax b) => a.Name == b.Name,
        (ReferenceSyntax a, ReferenceSyntax b) => a.Name == b.Name,
        (StringSyntax a, StringSyntax b) => a.Value == b.Value,
        (RegexSyntax a, RegexSyntax b) => a.Pattern == b.Pattern,
        (IntegerSyntax a, IntegerSyntax b) => a.Value == b.Value,
        (FloatSyntax a, FloatSyntax b) => a.Value.Equals(b.Value),
        (DurationSyntax a, DurationSyntax b) => a.Value == b.Value,
        (BooleanSyntax a, BooleanSyntax b) => a.Value == b.Value,
        (UnarySyntax a, UnarySyntax b) => a.Operator == b.Operator,
        (BinarySyntax a, BinarySyntax b) => a.Operator == b.Operator,
        (ChainSyntax a, ChainSyntax b) => a.Operator == b.Operator,
        _ => true,
    };
}
