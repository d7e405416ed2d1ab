namespace Tocsin.Alerting.Storage.Rows;

/// <summary>How a delivery came to an end. The numbers are kept in storage and never change.</summary>
public enum LedgerOutcome
{
    /// <summary>The handler took the event.</summary>
    Delivered = 0,

    /// <summary>The handler refused the event for good; it is a dead letter.</summary>
    Refused = 1,

    /// <summary>Tried for too long, or nobody was left to take it; it is a dead letter.</summary>
    GivenUp = 2,

    /// <summary>A newer event of the same alert id took its place.</summary>
    Merged = 3,

    /// <summary>A dead letter that somebody dropped.</summary>
    Dropped = 4,

    /// <summary>A dead letter that somebody sent again: another entry with the same key tells how that ended.</summary>
    Resent = 5,

    /// <summary>Not at its end: it waits or runs. Never kept in storage.</summary>
    Owed = 6,

    /// <summary>A silence kept it back.</summary>
    Silenced = 7,

    /// <summary>It waited for others of its group, with which it goes out: another entry tells of that.</summary>
    Grouped = 8,

    /// <summary>The handler had as many deliveries as its limit allows: it goes out with others.</summary>
    Limited = 9,

    /// <summary>It was not open for long enough yet, or somebody had acknowledged it.</summary>
    PutOff = 10,
}
