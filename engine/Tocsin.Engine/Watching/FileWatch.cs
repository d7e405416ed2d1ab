namespace Tocsin.Engine.Watching;

/// <summary>
/// Looks at files again and again and tells who watches them when they have changed and come to rest. Works on every file system, mounted
/// ones too, and whatever way an editor replaces a file. Safe for any thread.
/// </summary>
public sealed class FileWatch(TimeProvider time, TimeSpan interval) : IDisposable
{
    private readonly object _gate = new();
    private readonly List<WatchedFiles> _watched = [];
    private ITimer? _timer;
    private bool _isDisposed;

    /// <summary>Watches files until the answer is disposed.</summary>
    /// <param name="files">The files to begin with.</param>
    /// <param name="changed">Is called, by one thread at a time, when they are other files; answers with the files to watch from now on.</param>
    public IDisposable Watch(IEnumerable<string> files, Func<IEnumerable<string>> changed)
    {
        var watched = new WatchedFiles(files, changed, Remove);
        lock (_gate)
        {
            _watched.Add(watched);
            if (_timer is null && !_isDisposed)
                _timer = time.CreateTimer(static state => ((FileWatch)state!).Look(), this, interval, interval);
        }

        return watched;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    private void Remove(WatchedFiles watched)
    {
        lock (_gate)
            _watched.Remove(watched);
    }

    private void Look()
    {
        WatchedFiles[] all;
        lock (_gate)
            all = [.. _watched];
        foreach (var watched in all)
            watched.Look();
    }
}
