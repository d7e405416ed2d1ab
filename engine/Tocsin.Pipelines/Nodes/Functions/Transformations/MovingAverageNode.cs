using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Transformations;

/// <summary>For each point the mean of the last numbers, a float; nothing until there are enough.</summary>
/// <example><code>stream|from().measurement('cpu').groupBy('host')|movingAverage('usage', 10)</code></example>
[Node("movingAverage")]
internal sealed class MovingAverageNode(string field, long window) : FunctionNode("movingAverage", field)
{
    /// <summary>How many numbers the mean is of; at least 1.</summary>
    public long Window { get; } = window;

    internal override string StateShape => $"{base.StateShape} {Window}";

    public override void Validate(NodeProblems problems)
    {
        if (Window < 1)
            problems.Error($"the mean of {Window} numbers does not exist", new WayOut($"write a number from 1, such as movingAverage('{Field}', 10)", Remedy.Call($"movingAverage('{Field}', 10)")));
    }

    public override Processor CreateProcessor(NodeContext context) =>
        new TransformationProcessor(this, context, () => new MovingAverageReducer(Window));

    private protected override ValueKind? ResultOf(ValueKind? field) => ValueKind.Float;
}
