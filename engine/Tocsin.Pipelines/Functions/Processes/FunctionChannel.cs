namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>The way to one instance of a function: a process that was started for it, or a connection.</summary>
internal abstract class FunctionChannel : IAsyncDisposable
{
    private string? _whyEnded;

    /// <summary>What the function reads.</summary>
    public abstract Stream Input { get; }

    /// <summary>What the function writes.</summary>
    public abstract Stream Output { get; }

    /// <summary>Bytes of memory it takes; 0 when that is not known.</summary>
    public abstract long Memory { get; }

    /// <summary>Tells the function that nothing more comes.</summary>
    public abstract void CloseInput();

    /// <summary>Ends it at once. The first reason counts.</summary>
    public void End(string why)
    {
        Interlocked.CompareExchange(ref _whyEnded, why, null);
        Kill();
    }

    /// <summary>Why it ended, with what it said last; to be asked when <see cref="Output"/> is at its end.</summary>
    public async Task<string> ExplainAsync()
    {
        var (how, lastLines) = await ObserveEndAsync().ConfigureAwait(false);
        return (_whyEnded ?? how) + (lastLines.Count == 0 ? "" : $"; its last lines: {string.Join(" / ", lastLines)}");
    }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>How it ended by itself, and its last lines of text.</summary>
    protected abstract Task<(string How, IReadOnlyList<string> LastLines)> ObserveEndAsync();

    protected abstract void Kill();
}
