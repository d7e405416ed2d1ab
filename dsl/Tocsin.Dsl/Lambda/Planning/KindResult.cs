namespace Tocsin.Dsl.Lambda.Planning;

/// <summary>The kind a part of an expression has for one shape of rows, or why it has none.</summary>
internal readonly record struct KindResult(ValueKind Kind, EvaluationError? Error)
{
    public static implicit operator KindResult(ValueKind kind) => new(kind, null);

    public static implicit operator KindResult(EvaluationError error) => new(ValueKind.Missing, error);
}
