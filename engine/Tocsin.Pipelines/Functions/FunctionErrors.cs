using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Foreign;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Functions;

/// <summary>Counts what goes wrong in one node's function, and logs it: the first, then one line a while with how many there were.</summary>
internal sealed class FunctionErrors(NodeContext context, PipelineFunction function)
{
    private static readonly SecretTexts None = new();

    private readonly LimitedLog _lines = new(None, context.Services.Time);
    private LogPauses _pauses;

    /// <param name="what">What was dropped.</param>
    public void Add(string what, Group group, Exception problem)
    {
        var why = ShownText.Of($"{problem.GetType().Name}: {problem.Message}", None);
        context.Stats.Errors++;
        context.Stats.LastFailure = new NodeFailure(context.Services.Time.GetUtcNow(), $"{function} failed on {what}", why);
        if (context.IsQuiet || !_pauses.IsDue(context.Services.Time, "", out var unlogged))
            return;

        FunctionLog.Threw(
            context.Logger, function.ToString(), what, context.TaskId, context.NodeName, context.Place, group.Id, unlogged, why);
    }

    /// <summary>A line that the function itself wants in the log.</summary>
    public void Log(Group group, string line) => _lines.Write(line, text => FunctionLog.Says(context.Logger, text, context.TaskId, context.NodeName, group.Id));
}
