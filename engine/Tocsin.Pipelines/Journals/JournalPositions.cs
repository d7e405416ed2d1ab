namespace Tocsin.Pipelines.Journals;

/// <summary>Which entries there are, and up to which of them all were handed to those that want them. Safe for any number of threads.</summary>
internal sealed class JournalPositions(long last)
{
    private readonly Lock _gate = new();
    private readonly List<long> _open = []; // As many as writers are at work.
    private long _last = last;
    private long _handed = last;

    /// <summary>The position of the last entry.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>All entries up to this one were handed over.</summary>
    public long Handed => Volatile.Read(ref _handed);

    /// <summary>Leaves positions out.</summary>
    public void SkipTo(long position)
    {
        lock (_gate)
        {
            _last = Math.Max(_last, position);
            Settle();
        }
    }

    /// <summary>Gives positions to entries that are written.</summary>
    /// <param name="first">The position before the first.</param>
    /// <param name="last">That of the last.</param>
    public void Open(List<PendingAppend> pending, long first, long last)
    {
        lock (_gate)
        {
            foreach (var append in pending)
            {
                if (append.Entry.Texts.Count > 0)
                    _open.Add(append.Position = ++first);
            }

            _last = last;
            Settle();
        }
    }

    /// <summary>An entry was handed over, or its writer given up; 0 for none.</summary>
    public void Close(long position)
    {
        if (position == 0)
            return;
        lock (_gate)
        {
            _open.Remove(position);
            Settle();
        }
    }

    private void Settle() => Volatile.Write(ref _handed, _open.Count == 0 ? _last : _open[0] - 1);
}
