namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>
/// The way to one instance of a function: a process that was started for it, or a connection. Reading ends a moment after the function does,
/// whoever else holds its output open.
/// </summary>
internal abstract class FunctionChannel : IAsyncDisposable
{
    /// <summary>So long is waited, at an end, for what comes by itself as a rule.</summary>
    protected static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _over = new();
    private string? _whyEnded;

    /// <summary>Bytes of memory it takes; 0 when that is not known.</summary>
    public abstract long Memory { get; }

    /// <summary>Ends reading and writing that is under way.</summary>
    protected CancellationToken Over => _over.Token;

    /// <summary>What the function reads.</summary>
    protected abstract Stream Input { get; }

    /// <summary>What the function writes.</summary>
    protected abstract Stream Output { get; }

    /// <summary>Reads what the function writes; 0 at its end.</summary>
    public virtual ValueTask<int> ReadAsync(Memory<byte> buffer) => Output.ReadAsync(buffer, Over);

    /// <summary>Writes what the function is to read.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await Input.WriteAsync(bytes, Over).ConfigureAwait(false);
        await Input.FlushAsync(Over).ConfigureAwait(false);
    }

    /// <summary>Tells the function that nothing more comes.</summary>
    public abstract void CloseInput();

    /// <summary>Ends it at once. The first reason counts.</summary>
    public void End(string why)
    {
        Interlocked.CompareExchange(ref _whyEnded, why, null);
        Kill();
        _over.CancelAfter(Grace); // What it wrote before is there by then.
    }

    /// <summary>Why it ended, with what it said last; to be asked when nothing more is read. Nothing more is written from then on.</summary>
    public async Task<string> ExplainAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        var (how, lastLines) = await ObserveEndAsync().ConfigureAwait(false);
        return (_whyEnded ?? how) + (lastLines.Count == 0 ? "" : $"; its last lines: {string.Join(" / ", lastLines)}");
    }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>How it ended by itself, and its last lines of text. Does not take long.</summary>
    protected abstract Task<(string How, IReadOnlyList<string> LastLines)> ObserveEndAsync();

    protected abstract void Kill();
}
