using Tocsin.Dsl.Syntax;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Matching;

/// <summary>Puts numbers in the place of OK, INFO, WARNING and CRITICAL.</summary>
internal static class LevelNames
{
    private static readonly AlertLevel[] Levels = [AlertLevel.Ok, AlertLevel.Info, AlertLevel.Warning, AlertLevel.Critical];

    /// <summary>The expression with numbers for levels; <paramref name="unknown"/> is the first other bare name, or null.</summary>
    public static ExpressionSyntax Replace(ExpressionSyntax syntax, ref IdentifierSyntax? unknown)
    {
        switch (syntax)
        {
            case IdentifierSyntax identifier:
                foreach (var level in Levels)
                {
                    if (level.Text() == identifier.Name)
                        return new IntegerSyntax(identifier.Span, (long)level, IsOctal: false);
                }

                unknown ??= identifier;
                return identifier;
            case UnarySyntax unary:
                return unary with { Operand = Replace(unary.Operand, ref unknown) };
            case BinarySyntax binary:
                return binary with { Left = Replace(binary.Left, ref unknown), Right = Replace(binary.Right, ref unknown) };
            case CallSyntax call:
                var arguments = new List<ExpressionSyntax>(call.Arguments.Count);
                foreach (var argument in call.Arguments)
                    arguments.Add(Replace(argument, ref unknown));
                return call with { Arguments = arguments };
            default:
                return syntax;
        }
    }
}
