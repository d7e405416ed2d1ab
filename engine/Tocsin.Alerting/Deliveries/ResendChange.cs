using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries;

/// <summary>Makes a dead letter owed again, under the key it always had.</summary>
internal sealed class ResendChange(DeadLetterRow letter, AlertEvent alert, IDeliveryQueue queue, DateTimeOffset now) : StateChange
{
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _wasThere;

    /// <summary>Whether the letter was there; false when somebody else was quicker.</summary>
    public Task<bool> Done => _done.Task;

    public override int Numbers => 1;

    public override bool TellsItsMaker => true;

    public override void Apply(IStateWriter writer)
    {
        _wasThere = writer.RemoveDeadLetter(letter.Number);
        if (!_wasThere)
            return;
        writer.AddOwed(queue.Target, FirstNumber, letter.Key, now.ToUnixTimeMilliseconds(), letter.Event);
        writer.AddToLedger(LedgerEntry.Of(queue.Target, letter, alert, LedgerOutcome.Resent, now));
    }

    public override void Committed()
    {
        if (_wasThere)
            queue.Accept(new OwedDelivery(FirstNumber, letter.Key, now.ToUnixTimeMilliseconds(), alert));
        _done.TrySetResult(_wasThere);
    }

    public override void Failed(Exception error) => _done.TrySetException(error);
}
