namespace Tocsin.Engine.Watching;

/// <summary>Files that somebody watches, and what they were like when last looked at.</summary>
internal sealed class WatchedFiles : IDisposable
{
    private readonly Func<IEnumerable<string>> _changed;
    private readonly Action<WatchedFiles> _removed;
    private Dictionary<string, FilePrint> _used;
    private Dictionary<string, FilePrint> _seen;
    private volatile bool _isDisposed;
    private bool _isLooking;

    public WatchedFiles(IEnumerable<string> files, Func<IEnumerable<string>> changed, Action<WatchedFiles> removed)
    {
        _changed = changed;
        _removed = removed;
        _used = _seen = PrintsOf(files);
    }

    /// <summary>
    /// Tells of a change once the files look the same twice: who is in the middle of saving is not disturbed. While a slow look goes on, such
    /// as one that compiles, others do not pile up; those of other files go on.
    /// </summary>
    public void Look()
    {
        if (_isDisposed || Interlocked.Exchange(ref _isLooking, true))
            return;
        try
        {
            LookAlone();
        }
        finally
        {
            Volatile.Write(ref _isLooking, false);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _removed(this);
    }

    private void LookAlone()
    {
        var now = PrintsOf(_used.Keys);
        var isAtRest = AreSame(now, _seen);
        _seen = now;
        if (!isAtRest || AreSame(now, _used))
            return;

        // Taken before the files are read: what changes after is seen by the next look.
        var before = now;
        var files = _changed();
        _used = _seen = files.Distinct().ToDictionary(path => path, path => before.TryGetValue(path, out var print) ? print : FilePrint.Of(path));
    }

    private static Dictionary<string, FilePrint> PrintsOf(IEnumerable<string> files) => files.Distinct().ToDictionary(path => path, FilePrint.Of);

    private static bool AreSame(Dictionary<string, FilePrint> left, Dictionary<string, FilePrint> right) =>
        left.All(print => right.TryGetValue(print.Key, out var other) && other == print.Value);
}
