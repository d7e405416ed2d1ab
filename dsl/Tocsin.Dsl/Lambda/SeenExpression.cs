using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda;

/// <summary>What an expression came to for a row, condition by condition.</summary>
/// <param name="Text">The expression, with the values of variables.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Holds">Null when it has no value for the row.</param>
/// <param name="Conditions">Those that were looked at, in their order: what stands behind the one that decides an AND or OR is not.</param>
public sealed record SeenExpression(string Text, TextSpan Span, bool? Holds, IReadOnlyList<SeenCondition> Conditions);
