using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Shift;

/// <summary>Moves points and batches in time, so that data of different times can be joined. Barriers stay where they are.</summary>
/// <param name="offset">Added to each time; negative for an earlier one.</param>
/// <example><code>stream|from().measurement('cpu')|shift(-1d)</code></example>
[Node("shift")]
internal sealed class ShiftNode(Duration offset) : ProcessingNode
{
    public override void Validate(NodeProblems problems)
    {
        if (offset == Duration.Zero)
            problems.ErrorOfValue("invalid shift value 0s", "give a duration other than zero");
    }

    public override KnownData Follow(NodeFlow flow) => flow.Input;

    public override Processor CreateProcessor(NodeContext context) => new ShiftProcessor(offset.Nanoseconds, context);
}
