namespace Tocsin.Alerting.Storage;

/// <summary>A change whose maker waits for its own success or failure.</summary>
internal sealed class SingleChange(Action<IStateWriter> apply) : StateChange
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public override bool TellsItsMaker => true;

    public override void Apply(IStateWriter writer) => apply(writer);

    public override void Committed() => _done.TrySetResult();

    public override void Failed(Exception error) => _done.TrySetException(error);
}
