namespace Tocsin.Server.Lsp;

/// <summary>What editors hold together: messages on their way and texts that are open. Safe for any number of threads.</summary>
/// <param name="most">Bytes.</param>
/// <param name="limit">What sets them, as a refusal names it.</param>
internal sealed class LspMemory(long most, string limit)
{
    private long _held;

    /// <summary>Why there is no room.</summary>
    public string WhyFull => $"texts and messages of editors hold as much memory as {limit} ({most} bytes): close some documents, or editors";

    /// <summary>For an editor on a machine of its own.</summary>
    public static LspMemory OfOne() => new(1024L * 1024 * 1024, "one editor may have");

    /// <summary>Takes some bytes, which are to be given back; of fewer than none, gives them back. False when what is held leaves no room.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= most || bytes <= 0)
            return true;
        GiveBack(bytes);
        return false;
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _held, -bytes);
}
