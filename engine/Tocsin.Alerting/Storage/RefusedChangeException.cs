namespace Tocsin.Alerting.Storage;

/// <summary>The store took a change and could not write it, for a reason of its own: it is left out, and all others are written.</summary>
public sealed class RefusedChangeException(int count, Exception inner)
    : Exception($"A change of state could not be written and is left out, perhaps one that this request led to: {inner.Message}", inner)
{
    /// <summary>How many there were since the start.</summary>
    public int Count => count;
}
