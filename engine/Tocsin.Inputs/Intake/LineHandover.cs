using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Inputs.Intake;

/// <summary>Gives lines to the tasks and counts what becomes of them. Safe for any number of threads.</summary>
/// <param name="database">The database that tasks read them from.</param>
/// <param name="retentionPolicy">Empty for the one of writes that name none.</param>
/// <param name="precision">The unit of their times.</param>
/// <param name="services">Takes them.</param>
/// <param name="counts">Is told what becomes of them.</param>
/// <param name="refused">Is told of the lines that are refused; null when nobody wants to know.</param>
internal sealed class LineHandover(
    string database, string retentionPolicy, Precision precision, InputServices services, InputCounts counts, Action<IReadOnlyList<LineError>>? refused = null)
{
    /// <summary>How long tasks that cannot go on, as while nothing can be stored, keep a server from stopping.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Ends when there is room for more. Does not throw.</summary>
    /// <param name="texts">Line protocol, which must not change for as long as the tasks have it.</param>
    /// <param name="points">How many points it is.</param>
    public async Task GiveAsync(IReadOnlyList<ReadOnlyMemory<byte>> texts, int points)
    {
        try
        {
            var errors = await services.Take(texts, database, retentionPolicy, precision, CancellationToken.None).ConfigureAwait(false);
            counts.Written(Math.Max(0, points - errors.Count));
            foreach (var error in errors)
                counts.Refuse(error.ToString(), isSingle: errors.Count < points);
            if (errors.Count > 0)
                refused?.Invoke(errors);
        }
        catch (Exception problem)
        {
            // Such as a store that cannot be written: the sender is gone and cannot be asked to come again.
            counts.Drop($"what {points} points led to may be lost: {problem.Message}");
        }
    }

    /// <summary>Waits for what the tasks still take when the input closes, for some time.</summary>
    public async Task FinishAsync(Task giving)
    {
        try
        {
            await giving.WaitAsync(Patience, services.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            counts.Drop("points that tasks did not take in time were left out when the input closed");
        }
    }
}
