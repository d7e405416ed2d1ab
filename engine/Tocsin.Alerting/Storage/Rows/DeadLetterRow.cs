using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Storage.Rows;

/// <summary>A delivery that was given up, as it is kept.</summary>
public sealed record DeadLetterRow
{
    /// <summary>Names it for people: letters are counted from 1, and no number is given twice. 0 until it is kept.</summary>
    public long Number { get; init; }

    /// <summary>The number of the delivery it was.</summary>
    public required long Delivery { get; init; }

    /// <summary>What it was owed to.</summary>
    public required HandlerTarget Target { get; init; }

    /// <summary>The number the delivery had when it was owed first.</summary>
    public required long Key { get; init; }

    /// <summary>When it was owed first.</summary>
    public required long SinceUnixMilliseconds { get; init; }

    /// <summary>When it was given up.</summary>
    public required long DiedUnixMilliseconds { get; init; }

    /// <summary>Attempts since the server started last.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why it was given up, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>The event, as <see cref="Tocsin.Alerting.Storage.Rows.EventCodec"/> writes it.</summary>
    public required byte[] Event { get; init; }
}
