namespace Tocsin.Server.Http;

/// <summary>
/// The end of a connection that has none of its own: whoever asked goes, the server stops, or it lasted for a quarter of an hour. Then the client
/// comes again and has to show who it is, so that nobody stays whose rights were taken.
/// </summary>
internal sealed class OpenEnd : IDisposable
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly CancellationTokenSource _time;
    private readonly CancellationTokenSource _any;

    public OpenEnd(HttpContext context, TimeProvider time)
    {
        _time = new CancellationTokenSource(Longest, time);
        _any = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _time.Token, context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
    }

    /// <summary>Cancelled when the connection is to end.</summary>
    public CancellationToken Token => _any.Token;

    /// <summary>True when it lasted as long as one may.</summary>
    public bool IsTime => _time.IsCancellationRequested;

    public void Dispose()
    {
        _any.Dispose();
        _time.Dispose();
    }
}
