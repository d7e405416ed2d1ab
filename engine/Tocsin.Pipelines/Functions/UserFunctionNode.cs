using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Functions;

/// <summary>A use of a function that a user brought: <c>@smooth().factor(0.3)</c>.</summary>
internal sealed class UserFunctionNode(PipelineFunction function) : ProcessingNode, IFunctionNode
{
    /// <summary>The function.</summary>
    public PipelineFunction Function { get; } = function;

    UserFunction IFunctionNode.Function => Function;

    /// <summary>The options that the script gives.</summary>
    internal GatheredOptions Given { get; } = new();

    /// <inheritdoc/>
    public override bool Blocks => true;

    /// <inheritdoc/>
    public override bool NamesMeasurements => true;

    /// <inheritdoc/>
    public override void Validate(NodeProblems problems)
    {
        var given = Given.Options;
        var missing = false;
        foreach (var member in Function.Shape?.Members ?? [])
        {
            if (!member.IsRequired || given.TryFind(member.Key, out _))
                continue;
            missing = true;
            if (member.Script is [{ IsArgument: false } script, ..])
                problems.Error($"the property {script.Name} is not set", $"write @{Function.Name}().{script.Name}(…)");
        }

        if (missing)
            return;
        foreach (var problem in Function.Check(given, isComplete: true))
            problems.Error(problem.Message);
    }

    /// <inheritdoc/>
    public override Processor CreateProcessor(NodeContext context) => new UserFunctionProcessor(this, context);
}
