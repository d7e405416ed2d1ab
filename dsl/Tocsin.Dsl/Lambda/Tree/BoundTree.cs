using Tocsin.Dsl.Lambda.Functions;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>An expression after names were resolved, and what is known of it without any data.</summary>
/// <param name="References">The names it mentions, each once, in the order of mention.</param>
/// <param name="Tested">Those of them that it asks about whether they are there.</param>
/// <param name="StateFactories">What makes the memory of each stateful function, by state index.</param>
/// <param name="IsStateful">True when a call here or in a nested lambda remembers earlier rows.</param>
/// <param name="IsPure">True when the same fields and tags always give the same result.</param>
/// <param name="Foreign">The functions it calls that are not of the language, each once.</param>
internal sealed record BoundTree(
    BoundExpression Root, IReadOnlyList<string> References, IReadOnlySet<string> Tested, IReadOnlyList<Func<object>> StateFactories, bool IsStateful, bool IsPure,
    IReadOnlyList<FunctionDefinition> Foreign);
