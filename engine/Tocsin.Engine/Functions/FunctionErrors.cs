using Tocsin.Engine.Data;
using Tocsin.Engine.Pipelines;

namespace Tocsin.Engine.Functions;

/// <summary>Counts what goes wrong in one node's function, and logs it: the first, then one line a while with how many there were.</summary>
internal sealed class FunctionErrors(NodeContext context, PipelineFunction function)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private long _lastTime;
    private long _unlogged;
    private bool _isLogged;

    /// <param name="what">What was dropped.</param>
    public void Add(string what, Group group, Exception problem)
    {
        var why = $"{problem.GetType().Name}: {problem.Message}";
        context.Stats.Errors++;
        context.Stats.LastFailure = new NodeFailure(context.Services.Time.GetUtcNow(), $"{function} failed on {what}", why);
        if (context.IsQuiet)
            return;

        if (_isLogged && context.Services.Time.GetElapsedTime(_lastTime) < Pause)
        {
            _unlogged++;
            return;
        }

        FunctionLog.Threw(
            context.Logger, function.ToString(), what, context.TaskId, context.NodeName, context.Place, group.Id, _unlogged, why);
        _isLogged = true;
        _lastTime = context.Services.Time.GetTimestamp();
        _unlogged = 0;
    }

    /// <summary>A line that the function itself wants in the log.</summary>
    public void Log(Group group, string line) => FunctionLog.Says(context.Logger, line, context.TaskId, context.NodeName, group.Id);
}
