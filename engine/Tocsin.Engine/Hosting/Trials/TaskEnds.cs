using Tocsin.Dsl.Syntax;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Hosting.Trials;

/// <summary>How tasks that are only tried came to their end.</summary>
/// <param name="Unreached">Why no point of the data got past some nodes that choose points.</param>
/// <param name="Stats">What each task's nodes did when all data was through them, by the task's id.</param>
public sealed record TaskEnds(IReadOnlyList<Diagnostic> Unreached, IReadOnlyDictionary<string, TaskStats> Stats)
{
    /// <summary>Ends the tasks of an engine: what their nodes still hold is given out.</summary>
    internal static async Task<TaskEnds> OfAsync(AlertEngine engine)
    {
        var unreached = new List<Diagnostic>();
        var stats = new Dictionary<string, TaskStats>(StringComparer.Ordinal);
        foreach (var task in engine.Tasks.Tasks)
        {
            if (engine.Running.Find(task.Id) is not { } running)
                continue;
            stats[task.Id] = running.ReadStats();
            if (task.Graph is { } graph)
                unreached.AddRange(new UnreachedNodes(engine.Series.Measurements, stats[task.Id]).Of(graph));
        }

        foreach (var task in engine.Tasks.Tasks)
            await engine.Tasks.UpdateAsync(task.Id, new TaskChange { IsEnabled = false }).ConfigureAwait(false);
        return new TaskEnds(unreached, stats);
    }
}
