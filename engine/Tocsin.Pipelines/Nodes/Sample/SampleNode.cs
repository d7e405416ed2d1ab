using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Sample;

/// <summary>
/// Passes on some points of each group: every n-th, beginning with the first, or those whose time is a multiple of a duration. Every batch
/// starts again.
/// </summary>
/// <example><code>stream|from().measurement('cpu')|sample(10)</code></example>
[Node("sample")]
internal sealed class SampleNode : ProcessingNode
{
    /// <param name="rate">An int: one point of so many. A duration: the points at its multiples.</param>
    public SampleNode(object rate)
    {
        switch (rate)
        {
            case long count:
                Count = count;
                break;
            case Duration period:
                Period = period;
                break;
            default:
                throw new ScriptArgumentException("sample takes an int or a duration", rate, "write sample(10) for every tenth point, or sample(10s)");
        }
    }

    /// <summary>One point of so many; zero when <see cref="Period"/> counts.</summary>
    [NotInScript]
    public long Count { get; }

    [NotInScript]
    public Duration Period { get; }

    public override void Validate(NodeProblems problems)
    {
        if (Count == 0 && Period == Duration.Zero)
            problems.ErrorOfValue("invalid sample rate 0", "give a positive number of points or a duration");
        else if (Period < Duration.Zero)
            problems.WarningOfValue("TS3965", $"sample({Period}): a negative duration lets every point through", new WayOut("write a positive one, such as sample(10s)", Remedy.Argument(0, "10s")));
    }

    public override KnownData Follow(NodeFlow flow) => flow.Input;

    public override Processor CreateProcessor(NodeContext context) => new SampleProcessor(this, context);
}
