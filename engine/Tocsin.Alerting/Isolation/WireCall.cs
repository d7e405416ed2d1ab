namespace Tocsin.Alerting.Isolation;

/// <summary>A call of a handler.</summary>
/// <param name="Number">Names it in the answer.</param>
/// <param name="Event">The event, as <see cref="Tocsin.Alerting.Storage.Rows.EventCodec"/> writes it.</param>
/// <param name="Key">The event's idempotency key.</param>
internal sealed record WireCall(long Number, byte[] Event, string Key);
