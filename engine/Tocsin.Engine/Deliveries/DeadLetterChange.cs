using System.Buffers;
using Tocsin.Engine.Storage;

namespace Tocsin.Engine.Deliveries;

/// <summary>Moves a delivery from what is owed to the dead letters.</summary>
internal sealed class DeadLetterChange(int target, string targetName, OwedDelivery delivery, DateTimeOffset now, string reason) : StateChange
{
    public override bool IsUrgent => false;

    public override void Apply(IStateWriter writer)
    {
        var bytes = new ArrayBufferWriter<byte>();
        EventCodec.Write(bytes, delivery.Event);
        writer.RemoveOwed(target, delivery.Number);
        writer.AddDeadLetter(new DeadLetterRow
        {
            Number = delivery.Number,
            Target = targetName,
            Key = delivery.Key,
            SinceUnixMilliseconds = delivery.SinceUnixMilliseconds,
            DiedUnixMilliseconds = now.ToUnixTimeMilliseconds(),
            Attempts = delivery.Attempts,
            Reason = reason,
            Event = bytes.WrittenSpan.ToArray(),
        });
    }
}
