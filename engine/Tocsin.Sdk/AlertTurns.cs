namespace Tocsin.Sdk;

/// <summary>
/// Lets those who act for one alert act one after the other, so that two handlers that look whether the other side has an incident, and
/// open one where it has none, do not both open one. Safe for any thread.
/// </summary>
public sealed class AlertTurns
{
    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);

    /// <summary>Waits until nobody else acts for the alert. Disposing of the result ends the turn.</summary>
    /// <param name="key">The account and the alert's id there.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<IDisposable> WaitAsync(string key, CancellationToken cancellationToken)
    {
        Turn? turn;
        lock (_turns)
        {
            if (!_turns.TryGetValue(key, out turn))
                _turns.Add(key, turn = new Turn());
            turn.Users++;
        }

        try
        {
            await turn.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Leave(key, turn);
            throw;
        }

        return new Ending(this, key, turn);
    }

    private void Leave(string key, Turn turn)
    {
        lock (_turns)
        {
            if (--turn.Users > 0)
                return;
            _turns.Remove(key);
            turn.Gate.Dispose();
        }
    }

    private sealed class Turn
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public int Users { get; set; }
    }

    private sealed class Ending(AlertTurns turns, string key, Turn turn) : IDisposable
    {
        private int _hasEnded;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _hasEnded, 1) != 0)
                return;
            turn.Gate.Release();
            turns.Leave(key, turn);
        }
    }
}
