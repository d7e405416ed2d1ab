using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Derivative;

/// <summary>
/// The rate at which a field changes from each point to the next of its group. The first point of a group, or of a batch, only begins. A
/// point without a number in the field, or with the time of the one before, is an error and dropped.
/// </summary>
/// <example><code>stream|from().measurement('net')|derivative('bytes').unit(1s).nonNegative().as('bytes_per_second')</code></example>
[Node("derivative")]
internal sealed class DerivativeNode : ProcessingNode
{
    /// <param name="field">The field whose changes are wanted: a float or an integer.</param>
    public DerivativeNode(string field)
    {
        Field = field;
        As = field;
    }

    [NotInScript]
    public string Field { get; }

    /// <summary>The field that takes the rate, a float. Default: the field it is made of.</summary>
    public string As { get; set; }

    /// <summary>The time the rate is for. Default: 1 s.</summary>
    public Duration Unit { get; set; } = new(Duration.Second);

    /// <summary>True after <c>.nonNegative()</c>.</summary>
    [NotInScript]
    public bool IsNonNegative { get; private set; }

    /// <summary>Drops points at which the field went down, as a counter that was set back does.</summary>
    [ScriptMethod]
    public void NonNegative() => IsNonNegative = true;

    public override void Validate(NodeProblems problems)
    {
        if (Unit <= Duration.Zero)
            problems.WarningOfValue("TS3961", $"unit({Unit}): {(Unit == Duration.Zero ? "every rate is 0" : "the sign of every rate is turned")}", new WayOut("write the time the rate is for, such as unit(1s)", Remedy.Argument(0, "1s")), "unit");
    }

    public override KnownData Follow(NodeFlow flow)
    {
        flow.ReadNumber(Field);
        return flow.Input.WithField(As, ValueKind.Float);
    }

    public override Processor CreateProcessor(NodeContext context) => new DerivativeProcessor(this, context);
}
