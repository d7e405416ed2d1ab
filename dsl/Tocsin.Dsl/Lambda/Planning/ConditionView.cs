using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda.Evaluators;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Planning;

/// <summary>The conditions of an expression for rows of one shape, to be looked at one by one after the expression was evaluated.</summary>
internal abstract class ConditionView
{
    /// <summary>Adds the conditions that were looked at, and answers what they come to together; null when that has no value.</summary>
    public abstract bool? Look(Row row, ExpressionState state, List<SeenCondition> seen);

    /// <summary>Conditions joined by AND or OR, up to the one that decides.</summary>
    public sealed class Joined(IReadOnlyList<ConditionView> parts, bool decidedBy) : ConditionView
    {
        public override bool? Look(Row row, ExpressionState state, List<SeenCondition> seen)
        {
            foreach (var part in parts)
            {
                var holds = part.Look(row, state, seen);
                if (holds is null || holds == decidedBy)
                    return holds;
            }

            return !decidedBy;
        }
    }

    /// <summary>The opposite of a condition.</summary>
    public sealed class Negated(ConditionView inner) : ConditionView
    {
        public override bool? Look(Row row, ExpressionState state, List<SeenCondition> seen) => !inner.Look(row, state, seen);
    }

    /// <summary>The conditions of a lambda variable, which remembers for itself.</summary>
    public sealed class Nested(ConditionView inner, ExpressionState shared) : ConditionView
    {
        public override bool? Look(Row row, ExpressionState state, List<SeenCondition> seen)
        {
            shared.Host = state.Host;
            return inner.Look(row, shared, seen);
        }
    }

    /// <summary>A smallest condition.</summary>
    /// <param name="values">What it is computed from.</param>
    public sealed class Single(string text, TextSpan span, Evaluator condition, IReadOnlyList<(string Text, Evaluator Value)> values) : ConditionView
    {
        public override bool? Look(Row row, ExpressionState state, List<SeenCondition> seen)
        {
            var read = values.Select(value => KeyValuePair.Create(value.Text, Read(value.Value, row, state).Value)).ToArray();
            var (holds, problem) = Read(condition, row, state);
            var known = problem is null && holds.Kind == ValueKind.Boolean;
            seen.Add(new SeenCondition(text, span, known ? holds.Boolean : null) { Problem = problem?.Text ?? "", Values = read });
            return known ? holds.Boolean : null;
        }

        private static (Value Value, EvaluationError? Problem) Read(Evaluator evaluator, Row row, ExpressionState state)
        {
            state.Failure = null;
            var value = evaluator.EvaluateValue(row, state);
            return state.Failure is { } failure ? (default, failure) : (value, null);
        }
    }
}
