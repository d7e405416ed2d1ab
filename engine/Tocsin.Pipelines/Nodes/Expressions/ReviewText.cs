using Tocsin.Dsl.Lambda;

namespace Tocsin.Pipelines.Nodes.Expressions;

/// <summary>What a condition came to, in words: <c>"usage_idle" &lt; 10: false, "usage_idle" was 55</c>.</summary>
internal static class ReviewText
{
    public static string Of(SeenExpression seen)
    {
        var values = seen.Conditions.SelectMany(condition => condition.Values).DistinctBy(value => value.Key)
            .Select(value => $", {value.Key} was {(value.Value.Kind == ValueKind.Missing ? "missing" : value.Value.ToString())}");
        var problem = seen.Conditions.Select(condition => condition.Problem).FirstOrDefault(problem => problem.Length > 0);
        return $"{seen.Text}: {(seen.Holds is { } holds ? holds ? "true" : "false" : "no answer")}{string.Concat(values)}{(problem is null ? "" : $" ({problem})")}";
    }
}
