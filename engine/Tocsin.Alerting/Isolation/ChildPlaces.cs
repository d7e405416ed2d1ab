namespace Tocsin.Alerting.Isolation;

/// <summary>The processes of handlers there may be at the same time. Who needs one more takes that of the handler that is idle the longest. Safe for any thread.</summary>
internal sealed class ChildPlaces(int most)
{
    private readonly Lock _gate = new();

    // The one used last is the last.
    private readonly List<IsolatedHandler> _taken = [];

    /// <summary>Takes a place; false when all are in use.</summary>
    /// <param name="evicted">Whose process has to be ended for it; null when nobody's has.</param>
    public bool TryTake(IsolatedHandler handler, out IsolatedHandler? evicted)
    {
        evicted = null;
        lock (_gate)
        {
            _taken.Remove(handler);
            if (_taken.Count >= most)
            {
                evicted = _taken.Find(static other => other.IsIdle);
                if (evicted is null)
                    return false;
                _taken.Remove(evicted);
            }

            _taken.Add(handler);
            return true;
        }
    }

    /// <summary>Notes that a place is used; false when the handler has none any more.</summary>
    public bool TryTouch(IsolatedHandler handler)
    {
        lock (_gate)
        {
            if (!_taken.Remove(handler))
                return false;
            _taken.Add(handler);
            return true;
        }
    }

    public void Leave(IsolatedHandler handler)
    {
        lock (_gate)
            _taken.Remove(handler);
    }
}
