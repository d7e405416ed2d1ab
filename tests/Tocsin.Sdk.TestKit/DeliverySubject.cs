namespace Tocsin.Sdk.TestKit;

/// <summary>A handler that is put to the <see cref="DeliveryContract"/>, with its other side.</summary>
/// <param name="Handler">The handler; disposed with the subject when it can be.</param>
/// <param name="Options">The options and settings it was made from: what is marked secret in them must not be told.</param>
public sealed record DeliverySubject(IAlertHandler Handler, params IReadOnlyList<object> Options) : IAsyncDisposable
{
    /// <summary>All that has arrived, as one text; waits for what is on its way.</summary>
    public Func<Task<string>> ArrivedAsync { get; init; } = () => Task.FromResult("");

    /// <summary>Ends when an attempt has reached the other side. Default: it has.</summary>
    public Task Reached { get; init; } = Task.CompletedTask;

    /// <summary>Closes the other side. Default: nothing to close.</summary>
    public Func<ValueTask> CloseAsync { get; init; } = () => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        (Handler as IDisposable)?.Dispose();
        await CloseAsync();
    }
}
