using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Sets;

/// <summary>What <c>top</c> and <c>bottom</c> have in common: some points by the rank of a number.</summary>
internal abstract class RankNode : FunctionNode
{
    private readonly string _name;
    private readonly bool _takesLargest;

    private protected RankNode(string name, bool takesLargest, long count, string field, IReadOnlyList<string> fieldsAndTags)
        : base(name, field)
    {
        _name = name;
        _takesLargest = takesLargest;
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
            problems.Error($"the number of points cannot be {Count}", $"write how many you want, such as {_name}(3, '{Field}')");
        else if (Count == 0)
            problems.WarningOfValue("TS3963", $"{_name}(0, …) lets no point through", new WayOut($"write how many you want, such as {_name}(3, '{Field}')", Remedy.Argument(0, "3")));
    }

    /// <inheritdoc/>
    public override KnownData Follow(NodeFlow flow) => base.Follow(flow) with { Tags = flow.Input.Tags, FixedTags = flow.Input.FixedTags };

    public override Processor CreateProcessor(NodeContext context) =>
        new SetProcessor(this, context, () => new RankReducer(Count, _takesLargest, FieldsAndTags));

    private protected override ValueKind? ResultOf(ValueKind? field) => field;
}
