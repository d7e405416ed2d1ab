namespace Tocsin.Server.Lsp.Messages;

/// <summary>Requests that an editor took back before they were answered. Safe for two threads.</summary>
internal sealed class CancelledRequests
{
    // Most are answered before they are taken back: these are never asked for.
    private const int MostKept = 1000;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public void Add(string id)
    {
        lock (_ids)
        {
            if (_ids.Count >= MostKept)
                _ids.Clear();
            _ids.Add(id);
        }
    }

    /// <summary>True for one that was taken back.</summary>
    public bool Take(string id)
    {
        lock (_ids)
            return _ids.Remove(id);
    }
}
