using System.Buffers;
using System.Diagnostics;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Alerting.Tracing;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>A change that owes an event to handlers, under one number for each of them.</summary>
/// <param name="alert">What the handlers are told.</param>
/// <param name="sinceUnixMilliseconds">Since when it is owed.</param>
internal abstract class OwingChange(AlertEvent alert, long sinceUnixMilliseconds) : StateChange
{
    // Only the store's thread writes events.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    // What leads back to a span, and not the span: deliveries may be owed for days.
    private readonly ActivityContext? _trace = Traces.Current?.Context;
    private IDeliveryQueue[] _queues = [];
    private (int Target, KeptEvent Kept)[] _kept = [];

    public override int Numbers => _queues.Length + _kept.Length;

    /// <summary>The event, with the incidents of its alert.</summary>
    public AlertEvent Event => alert;

    protected bool OwesNothing => _queues.Length == 0;

    /// <summary>Owes the event to a handler.</summary>
    public void Owe(IDeliveryQueue queue) => _queues = [.. _queues, queue]; // Few topics have more than two.

    /// <summary>Notes that the event does not go to a handler.</summary>
    /// <param name="kept">Why.</param>
    public void Keep(IDeliveryQueue queue, KeptEvent kept)
    {
        if (kept.Reason.Length > 0)
            _kept = [.. _kept, (queue.Target, kept)];
    }

    public override void Committed()
    {
        var number = FirstNumber;
        foreach (var queue in _queues)
        {
            queue.Accept(new OwedDelivery(number, number, sinceUnixMilliseconds, alert) { Trace = _trace });
            number++;
        }
    }

    /// <param name="bytes">The event as <see cref="Encode"/> writes it; not looked at when nothing is owed.</param>
    protected void WriteOwed(IDeliveryWriter writer, ReadOnlySpan<byte> bytes)
    {
        var number = FirstNumber;
        foreach (var queue in _queues)
        {
            writer.AddOwed(queue.Target, number, number, sinceUnixMilliseconds, bytes);
            number++;
        }
    }

    /// <summary>Writes down who does not get the event, and why.</summary>
    protected void WriteKept(IDeliveryWriter writer)
    {
        var number = FirstNumber + _queues.Length;
        foreach (var (target, kept) in _kept)
        {
            var entry = LedgerEntry.Of(target, number, sinceUnixMilliseconds, alert, kept.Outcome, DateTimeOffset.FromUnixTimeMilliseconds(sinceUnixMilliseconds));
            writer.AddToLedger(entry with { Reason = LimitedText.Cut(kept.Reason, LedgerEntry.LongestReply) });
            number++;
        }
    }

    /// <summary>The event as it is stored. Valid until the next is encoded.</summary>
    protected ReadOnlySpan<byte> Encode()
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        EventCodec.Write(buffer, alert);
        return buffer.WrittenSpan;
    }
}
