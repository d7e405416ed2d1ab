using Tocsin.Engine.Watching;

namespace Tocsin.Server.Cli.Tests;

/// <summary>Waits until somebody has changed files and is through with it.</summary>
internal sealed class TestWatch(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly FileWatch _watch = new(time, Interval);

    /// <summary>Begins to look at files; the answer ends when one of them is another.</summary>
    public async Task ChangedAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watched = _watch.Watch(files, () =>
        {
            changed.TrySetResult();
            return files;
        });
        await changed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _watch.Dispose();
}
