using System.Buffers;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Deliveries;

/// <summary>Moves a delivery from what is owed to the dead letters.</summary>
/// <param name="entry">What the ledger tells of it.</param>
/// <param name="reason">Why, in full.</param>
internal sealed class DeadLetterChange(HandlerTarget target, OwedDelivery delivery, LedgerEntry entry, string reason) : StateChange
{
    private readonly int _attempts = delivery.Attempts;

    public override bool IsUrgent => false;

    public override void Apply(IStateWriter writer)
    {
        var bytes = new ArrayBufferWriter<byte>();
        EventCodec.Write(bytes, delivery.Event);
        writer.RemoveOwed(entry.Target, delivery.Number);
        writer.AddToLedger(entry);
        writer.AddDeadLetter(new DeadLetterRow
        {
            Delivery = delivery.Number,
            Target = target,
            Key = delivery.Key,
            SinceUnixMilliseconds = delivery.SinceUnixMilliseconds,
            DiedUnixMilliseconds = entry.EndedUnixMilliseconds,
            Attempts = _attempts,
            Reason = reason,
            Event = bytes.WrittenSpan.ToArray(),
        });
    }
}
