namespace Tocsin.Sdk;

/// <summary>Ends connections politely.</summary>
public static class Farewell
{
    // A courtesy: what was sent is through, and a server that is silent now may be gone.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Says goodbye to the other side of a connection that is closed in any case. Takes two seconds at most; that the other side is silent or gone
    /// is not an error.
    /// </summary>
    /// <param name="disconnect">Says it.</param>
    /// <param name="isGone">True for what is thrown when there is nobody to say it to.</param>
    public static async Task SayAsync(Func<CancellationToken, Task> disconnect, Func<Exception, bool> isGone, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            await disconnect(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (isGone(e) || e is OperationCanceledException)
        {
            // It is closed all the same.
        }
    }
}
