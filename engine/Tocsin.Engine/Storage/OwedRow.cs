namespace Tocsin.Engine.Storage;

/// <summary>A delivery that is owed, as it is kept.</summary>
/// <param name="Number">Its place in the order of commits.</param>
/// <param name="Key">The number it had when it was owed first: another one only after a resend.</param>
/// <param name="SinceUnixMilliseconds">When it was owed first.</param>
/// <param name="Event">The event, as <see cref="Deliveries.EventCodec"/> writes it.</param>
public readonly record struct OwedRow(long Number, long Key, long SinceUnixMilliseconds, byte[] Event);
