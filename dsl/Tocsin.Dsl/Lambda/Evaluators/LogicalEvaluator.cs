using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>
/// A run of operands joined by the same logical operator, left to right, ending at the first one that decides. Runs are flat, so that
/// hundreds of alternatives do not become hundreds of nested calls.
/// </summary>
internal sealed class LogicalEvaluator(Evaluator<bool>[] operands, bool decidedBy) : Evaluator<bool>
{
    public override bool Evaluate(Row row, ExpressionState state)
    {
        foreach (var operand in operands)
        {
            if (operand.Evaluate(row, state) == decidedBy)
                return decidedBy && !state.HasFailed;

            // A failed operand yields FALSE; what stands behind it must not be reached.
            if (decidedBy && state.HasFailed)
                return false;
        }

        return !decidedBy;
    }
}
