using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Planning;

/// <summary>An expression made ready for rows of one shape: as a value and as a predicate, or the reasons why it is not one of these.</summary>
internal sealed record Plan(FieldLayout Layout, TagKeys Tags)
{
    public Evaluator? Root { get; init; }

    /// <summary>Why there is no usable value; set where <see cref="Root"/> is null or of a kind that no field can hold.</summary>
    public EvaluationError? ValueError { get; init; }

    public Evaluator<bool>? Predicate { get; init; }

    public EvaluationError? PredicateError { get; init; }

    /// <summary>Its conditions one by one, once somebody wanted to see them.</summary>
    public ConditionView? View { get; set; }
}
