using System.Globalization;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Selectors;

/// <summary>
/// The point below which a given part of the numbers lies, with all its tags and fields. Nothing when the part is too small or too large for
/// the number of points.
/// </summary>
/// <example><code>stream|from().measurement('requests')|window().period(5m).every(1m)|percentile('duration', 95.0)</code></example>
[Node("percentile", Provides = EdgeKind.Stream)]
internal sealed class PercentileNode(string field, double percentile) : FunctionNode("percentile", field)
{
    /// <summary>The part, 0 to 100.</summary>
    public double Percentile { get; } = percentile;

    public override void Validate(NodeProblems problems)
    {
        if (!(Percentile > 0 && Percentile <= 100))
            problems.WarningOfValue("TS3962", string.Create(CultureInfo.InvariantCulture, $"there is no point at {Percentile} percent of the others: {(Percentile > 100 ? "nothing comes of it but for very few points" : "nothing comes of it")}"), new WayOut($"write a number above 0 and up to 100, such as percentile('{Field}', 95.0)", Remedy.Argument(1, "95.0")));
    }

    public override KnownData Follow(NodeFlow flow) => FollowSelected(flow);

    public override Processor CreateProcessor(NodeContext context) =>
        new SelectorProcessor(this, context, () => new PercentileReducer(Percentile));

    private protected override ValueKind? ResultOf(ValueKind? field) => field;
}
