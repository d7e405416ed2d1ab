using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Lambda.Ranges;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Pipelines.Nodes.Expressions;

/// <summary>Finds the tags that a condition lets have one value only: <c>"host" == 'web1' AND …</c>.</summary>
internal static class FixedTags
{
    public static IEnumerable<string> In(LambdaExpression? condition) =>
        (condition is null ? [] : Conjunction.PartsOf(condition.Body)).Select(part => part switch
        {
            BinarySyntax { Operator: BinaryOperator.Equal, Left: ReferenceSyntax tag, Right: StringSyntax } => tag.Name,
            BinarySyntax { Operator: BinaryOperator.Equal, Left: StringSyntax, Right: ReferenceSyntax tag } => tag.Name,
            _ => null,
        }).OfType<string>();
}
