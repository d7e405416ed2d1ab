using System.Text.RegularExpressions;
using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary>A text matched against a pattern; where the text is a tag and the pattern fixed, verdicts are remembered.</summary>
internal sealed class MatchOperatorRow(OperatorRow general, bool wanted)
    : OperatorRow(general.Operator, ValueKind.String, ValueKind.Regex, ValueKind.Boolean)
{
    public override Evaluator Create(Evaluator left, Evaluator right) =>
        left is LeafEvaluator<string, TagText> tag && right is LeafEvaluator<Regex, ConstantOperand<Regex>> pattern
            ? new TagMatchEvaluator(tag.Operand.Slot, pattern.Operand.Value, wanted)
            : general.Create(left, right);
}
