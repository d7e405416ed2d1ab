namespace Tocsin.Engine.Deliveries;

/// <summary>What a handler did since the server started. Not safe for several threads at once.</summary>
internal sealed class DeliveryTally
{
    public long Owed { get; set; }

    public long Delivered { get; set; }

    public long Failed { get; set; }

    public long Retried { get; set; }

    public long Dead { get; set; }

    public long Merged { get; set; }

    public long Dropped { get; set; }

    /// <summary>When the first of the failures that go on happened; null when the last attempt did not fail.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    public string LastError { get; set; } = "";

    /// <summary>The counts, for a target still to be named.</summary>
    public HandlerCounters Read() => new()
    {
        Target = "",
        Owed = Owed,
        Delivered = Delivered,
        Failed = Failed,
        Retried = Retried,
        Dead = Dead,
        Merged = Merged,
        Dropped = Dropped,
        FailingSince = FailingSince,
        LastError = LastError,
    };
}
