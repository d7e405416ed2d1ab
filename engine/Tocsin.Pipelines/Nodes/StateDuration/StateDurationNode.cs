using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Lambda.Ranges;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.StateDuration;

/// <summary>
/// Reports how long a group has met a condition: data time since the first of its points in a row that do, and -1 where it is not met. A point
/// for which the condition has no value is an error and dropped; the time goes on. Every batch starts again. In a stream, a barrier from
/// <c>|barrier()</c> above reports the time again while the condition is met, as a point like the last would: a state that no point ends is
/// noticed. Not so with <c>.delete(TRUE)</c>, which ends the group.
/// </summary>
/// <param name="condition">What makes the state.</param>
/// <example><code>stream|from().measurement('cpu')|stateDuration(lambda: "usage" > 90.0).unit(1m)|alert().crit(lambda: "state_duration" >= 5)</code></example>
[Node("stateDuration", Kind = "state_duration")]
internal sealed class StateDurationNode(LambdaExpression condition) : ProcessingNode
{
    /// <summary>The field that takes the time, a float. Default: <c>state_duration</c>.</summary>
    public string As { get; set; } = "state_duration";

    /// <summary>The unit of the time. Default: 1 s.</summary>
    public Duration Unit { get; set; } = new(Duration.Second);

    public override void Validate(NodeProblems problems)
    {
        if (Unit <= Duration.Zero)
            problems.WarningOfValue("TS3961", $"unit({Unit}): {(Unit == Duration.Zero ? "every time is without end, or no number" : "every time is negative")}", new WayOut("write the unit you compare with, such as unit(1m)", Remedy.Argument(0, "1m")), "unit");
    }

    public override KnownData Follow(NodeFlow flow)
    {
        flow.Condition(condition);
        var data = flow.Input.WithField(As, ValueKind.Float);

        // What is measured comes again and again by itself; what reports its changes may stay silent for as long as a state lasts.
        return flow.IsBatch || data.GoesOn || !Conditions.IsOfWords(condition) ? data : data with { Waits = data.Waits.Add(As) };
    }

    public override Processor CreateProcessor(NodeContext context) =>
        new StateDurationProcessor(this, new SeriesPredicate(context.Compile(condition, "stateDuration")), context);
}
