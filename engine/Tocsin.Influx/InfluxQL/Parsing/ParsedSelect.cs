namespace Tocsin.Influx.InfluxQL.Parsing;

/// <summary>What the grammar reads of a SELECT; places are numbers of tokens.</summary>
/// <param name="Fields">What is selected.</param>
/// <param name="Target">Where the answer is written; null when it is only read.</param>
/// <param name="Sources">What is read.</param>
/// <param name="Condition">The condition; null for none.</param>
/// <param name="GroupBy">What is grouped by.</param>
/// <param name="Fill">What is filled in; null when it is not said.</param>
/// <param name="Tail">Where begins what stays as it is; null for nothing.</param>
internal sealed record ParsedSelect(
    IReadOnlyList<QueryExpression> Fields,
    QuerySource? Target,
    Placed<QuerySource[]> Sources,
    Placed<QueryExpression>? Condition,
    IReadOnlyList<QueryExpression> GroupBy,
    Placed<QueryExpression>? Fill,
    int? Tail);
