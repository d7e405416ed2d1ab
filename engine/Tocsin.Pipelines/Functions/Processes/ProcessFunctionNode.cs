using Google.Protobuf.Collections;
using Tocsin.Pipelines.Functions.Processes.Wire;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>A use of a function of another process: <c>@movingAverage().field('v').size(10)</c>.</summary>
internal sealed class ProcessFunctionNode(ProcessFunction function) : ProcessingNode, IFunctionNode
{
    private static readonly TimeSpan EndOfProcess = TimeSpan.FromSeconds(5);

    /// <summary>The function.</summary>
    public ProcessFunction Function { get; } = function;

    UserFunction IFunctionNode.Function => Function;

    /// <summary>The options that the script gives, each as often as it does.</summary>
    internal RepeatedField<Option> Given { get; } = [];

    /// <inheritdoc/>
    public override bool Blocks => true;

    /// <summary>The function has its time-out to work off what it was given, and is ended then.</summary>
    public override TimeSpan LongestStop => Function.Options.Timeout + EndOfProcess is var longest && longest > base.LongestStop ? longest : base.LongestStop;

    /// <inheritdoc/>
    public override bool NamesMeasurements => true;

    /// <inheritdoc/>
    public override Processor CreateProcessor(NodeContext context) => new ProcessFunctionProcessor(this, context);
}
