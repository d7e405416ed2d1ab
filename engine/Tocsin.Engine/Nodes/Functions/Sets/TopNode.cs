using Tocsin.Dsl.Binding;
using Tocsin.Engine.Pipelines;

namespace Tocsin.Engine.Nodes.Functions.Sets;

/// <summary>
/// The points with the largest numbers, earlier ones first where they tie; a batch in the order of their times. Points keep their tags and
/// have the number as their only field.
/// </summary>
/// <example><code>stream|from().measurement('cpu')|window().period(1m).every(1m)|top(3, 'usage', 'host')</code></example>
[Node("top", Provides = EdgeKind.Batch)]
public sealed class TopNode : FunctionNode
{
    /// <param name="count">How many points.</param>
    /// <param name="field">The field to compare.</param>
    /// <param name="fieldsAndTags">Only the best point of each combination of these values is considered.</param>
    public TopNode(long count, string field, params string[] fieldsAndTags)
        : base("top", field)
    {
        Count = count;
        FieldsAndTags = fieldsAndTags;
    }

    /// <summary>How many points.</summary>
    public long Count { get; }

    /// <summary>Names of whose combinations of values each may occur once.</summary>
    public IReadOnlyList<string> FieldsAndTags { get; }

    public override void Validate(NodeProblems problems)
    {
        if (Count < 0)
            problems.Error($"the number of points cannot be {Count}", $"write how many you want, such as top(3, '{Field}')");
    }

    public override Processor CreateProcessor(NodeContext context) =>
        new SetProcessor(this, context, () => new RankReducer(Count, takesLargest: true, FieldsAndTags));
}
