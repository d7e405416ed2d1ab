using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Transformations;

/// <summary>For each point but the first the time since the one before, in whole units.</summary>
/// <example><code>stream|from().measurement('heartbeat').groupBy('host')|elapsed('value', 1s)</code></example>
[Node("elapsed")]
internal sealed class ElapsedNode(string field, Duration unit) : FunctionNode("elapsed", field)
{
    /// <summary>The unit; positive.</summary>
    public Duration Unit { get; } = unit;

    public override void Validate(NodeProblems problems)
    {
        if (Unit <= Duration.Zero)
            problems.Error($"the unit must be positive, not {Unit}", new WayOut($"write the unit you want, such as elapsed('{Field}', 1s)", Remedy.Call($"elapsed('{Field}', 1s)")));
    }

    public override Processor CreateProcessor(NodeContext context) =>
        new TransformationProcessor(this, context, () => new ElapsedReducer(Unit.Nanoseconds));

    private protected override bool TakesAnyKind => true;

    private protected override ValueKind? ResultOf(ValueKind? field) => ValueKind.Integer;
}
