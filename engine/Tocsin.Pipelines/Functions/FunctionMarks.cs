using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Foreign;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Functions;

/// <summary>Notes, for a batch of points at a time, that a task runs code of users: calls are too many to be noted one by one.</summary>
/// <param name="task">The task's id.</param>
/// <param name="functions">Those that its script uses.</param>
internal sealed class FunctionMarks(string task, IEnumerable<UserFunction> functions, CrashGuard guard)
{
    private readonly ForeignCode[] _codes = [.. functions.Select(function => function.Foreign).OfType<ForeignCode>().Distinct()];
    private readonly UnderWay[] _marks = new UnderWay[functions.Count()];

    /// <summary>The task gets a batch, on its own thread.</summary>
    public void Begin(PointBatch batch)
    {
        var points = batch.Points;

        // Whoever wrote what ended the server writes it again.
        var key = points.Length == 0 ? task : $"{task} {points.Length} {points[0].Name} {points[0].Time} {points[^1].Time}";
        for (var i = 0; i < _codes.Length; i++)
            _marks[i] = guard.BeginCall(_codes[i], key);
    }

    /// <summary>The task is through with it.</summary>
    public void End()
    {
        for (var i = 0; i < _codes.Length; i++)
            _marks[i].Dispose();
    }
}
