using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Rows;

/// <summary>A delivery that is owed, as it is kept.</summary>
/// <param name="Number">Its place in the order of commits.</param>
/// <param name="Key">The number it had when it was owed first: another one only after a resend.</param>
/// <param name="SinceUnixMilliseconds">When it was owed first.</param>
/// <param name="Event">The event, as <see cref="Tocsin.Alerting.Storage.Rows.EventCodec"/> writes it.</param>
public readonly record struct OwedRow(long Number, long Key, long SinceUnixMilliseconds, byte[] Event)
{
    /// <summary>The event; null when it is damaged.</summary>
    internal AlertEvent? ReadEvent() => EventCodec.TryRead(Event);
}
