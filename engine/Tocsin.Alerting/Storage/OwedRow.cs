using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage;

/// <summary>A delivery that is owed, as it is kept.</summary>
/// <param name="Number">Its place in the order of commits.</param>
/// <param name="Key">The number it had when it was owed first: another one only after a resend.</param>
/// <param name="SinceUnixMilliseconds">When it was owed first.</param>
/// <param name="Event">The event, as <see cref="Tocsin.Alerting.Storage.EventCodec"/> writes it.</param>
public readonly record struct OwedRow(long Number, long Key, long SinceUnixMilliseconds, byte[] Event)
{
    /// <summary>The event; null when it is damaged.</summary>
    internal AlertEvent? ReadEvent() => EventCodec.TryRead(Event);

    /// <summary>Moves the delivery to the dead letters, as it stands.</summary>
    internal void Bury(IDeliveryWriter writer, int target, HandlerTarget name, DateTimeOffset now, string reason)
    {
        writer.RemoveOwed(target, Number);
        writer.AddToLedger(LedgerEntry.Of(target, Key, SinceUnixMilliseconds, ReadEvent(), LedgerOutcome.GivenUp, now) with { Reason = reason });
        writer.AddDeadLetter(new DeadLetterRow
        {
            Delivery = Number,
            Target = name,
            Key = Key,
            SinceUnixMilliseconds = SinceUnixMilliseconds,
            DiedUnixMilliseconds = now.ToUnixTimeMilliseconds(),
            Attempts = 0,
            Reason = reason,
            Event = Event,
        });
    }
}
