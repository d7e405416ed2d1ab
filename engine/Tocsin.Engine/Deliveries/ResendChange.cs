using Tocsin.Engine.Storage;
using Tocsin.Sdk;

namespace Tocsin.Engine.Deliveries;

/// <summary>Makes a dead letter owed again, under the key it always had.</summary>
internal sealed class ResendChange(DeadLetterRow letter, AlertEvent alert, IDeliveryQueue queue, DateTimeOffset now) : StateChange
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public override int Numbers => 1;

    public override void Apply(IStateWriter writer)
    {
        writer.RemoveDeadLetter(letter.Number);
        writer.AddOwed(queue.Target, FirstNumber, letter.Key, now.ToUnixTimeMilliseconds(), letter.Event);
    }

    public override void Committed()
    {
        queue.Accept(new OwedDelivery(FirstNumber, letter.Key, now.ToUnixTimeMilliseconds(), alert));
        _done.TrySetResult();
    }

    public override void Failed(Exception error) => _done.TrySetException(error);
}
