using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Tasks;

/// <summary>How long is waited for a task that stops.</summary>
/// <param name="pipeline">What stops, or the first of it.</param>
/// <param name="passed">How many messages have passed in it.</param>
/// <param name="hasFunctions">True when its threads may be in functions of users, which have time limits of their own.</param>
/// <param name="isPatient">True when it may take as long as anything moves in it.</param>
internal sealed class StopLimit(Pipeline pipeline, Func<long> passed, bool hasFunctions, bool isPatient)
{
    private const int DeadlinesOfFunctions = 3;

    /// <summary>Timers take 49 days at most.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromDays(1);

    private readonly List<ProcessingNode> _nodes = [.. pipeline.Graph.Nodes.Select(node => node.Definition).OfType<ProcessingNode>()];

    /// <summary>The longest that any of its nodes may take.</summary>
    public TimeSpan Longest
    {
        get
        {
            var nodes = _nodes.Max(node => node.LongestStop);
            var functions = hasFunctions ? DeadlinesOfFunctions * pipeline.Services.FunctionDeadline.Current : TimeSpan.Zero;
            var longest = nodes > functions ? nodes : functions;
            return longest < Most ? longest : Most;
        }
    }

    /// <summary>The nodes that a point may be held up in: those that wait for others, or all.</summary>
    public string Suspects
    {
        get
        {
            var waiting = pipeline.Graph.Nodes.Where(node => node.Definition is ProcessingNode { Blocks: true }).Select(node => node.Name).ToList();
            return string.Join(" or ", waiting.Count > 0 ? waiting : pipeline.Graph.Nodes.Select(node => node.Name));
        }
    }

    /// <summary>Waits for an end; false when it does not come.</summary>
    public async Task<bool> EndsAsync(Task end)
    {
        while (true)
        {
            var before = passed();
            try
            {
                await end.WaitAsync(Longest, pipeline.Services.Time).ConfigureAwait(false);
                return true;
            }
            catch (TimeoutException)
            {
                // It may have ended just now; what it throws itself is its own.
                if (end.IsCompleted)
                {
                    await end.ConfigureAwait(false);
                    return true;
                }

                if (!isPatient || passed() == before)
                    return false;
            }
        }
    }
}
