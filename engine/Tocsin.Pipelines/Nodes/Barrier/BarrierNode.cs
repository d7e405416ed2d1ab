using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Barrier;

/// <summary>
/// Sends barriers when time passes by the wall clock, so that windows close, joins go on and states last although no data comes. Points older than the
/// last barrier are dropped. Where recorded data is put through the task as fast as it goes, by <c>tocsin run</c> or a replay, the time between two points passes when the
/// second comes.
/// </summary>
/// <example><code>stream|from().measurement('cpu').groupBy('host')|barrier().idle(30s)|window().period(1m).every(1m)</code></example>
[Node("barrier")]
internal sealed class BarrierNode : ProcessingNode
{
    /// <summary>Time without data after which a barrier is sent, again and again. Either this or <see cref="Period"/> must be set.</summary>
    public Duration Idle { get; set; }

    /// <summary>Time between two barriers, whatever data comes.</summary>
    public Duration Period { get; set; }

    /// <summary>True to forget the group after each barrier. Default false.</summary>
    public bool Delete { get; set; }

    public override void Validate(NodeProblems problems)
    {
        if (Idle.Nanoseconds != 0 && Period.Nanoseconds != 0)
            problems.Error("there are both idle and period", "choose one");
        else if (Period.Nanoseconds < 0)
            problems.Error("period must be greater than zero", new WayOut("write .period(10s)", Remedy.Add(".period(10s)")));
        else if (Period.Nanoseconds == 0 && Idle.Nanoseconds <= 0)
            problems.Error("idle must be greater than zero", new WayOut("write .idle(10s) or .period(10s)", Remedy.Add(".idle(10s)")));
    }

    public override KnownData Follow(NodeFlow flow) => flow.Input with { GoesOn = true };

    public override Processor CreateProcessor(NodeContext context) => new BarrierProcessor(this, context);
}
