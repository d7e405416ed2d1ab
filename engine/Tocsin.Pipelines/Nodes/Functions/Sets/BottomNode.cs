using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Nodes.Functions.Sets;

/// <summary>
/// The points with the smallest numbers, earlier ones first where they tie; a batch in the order of their times. Points keep their tags and
/// have the number as their only field.
/// </summary>
/// <example><code>stream|from().measurement('cpu')|window().period(1m).every(1m)|bottom(3, 'usage', 'host')</code></example>
[Node("bottom", Provides = EdgeKind.Batch)]
internal sealed class BottomNode : RankNode
{
    /// <param name="count">How many points.</param>
    /// <param name="field">The field to compare.</param>
    /// <param name="fieldsAndTags">Only the best point of each combination of these values is considered.</param>
    public BottomNode(long count, string field, params string[] fieldsAndTags)
        : base("bottom", takesLargest: false, count, field, fieldsAndTags)
    {
    }
}
