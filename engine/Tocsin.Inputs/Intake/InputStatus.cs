namespace Tocsin.Inputs.Intake;

/// <summary>How an input is, and what it did since it was opened.</summary>
public sealed record InputStatus
{
    private const int Many = 10;

    /// <summary>Its kind and what tells it from others of the kind: <c>udp :8089</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where it listens, with the port it got; empty while it is not open.</summary>
    public string Address { get; init; } = "";

    /// <summary>Why it is not open, and is tried again and again; empty when it is.</summary>
    public string Problem { get; init; } = "";

    /// <summary>Connections that are open.</summary>
    public long Connections { get; init; }

    /// <summary>Datagrams, lines, requests or answers that came in.</summary>
    public long Received { get; init; }

    /// <summary>Points that were given to tasks.</summary>
    public long Points { get; init; }

    /// <summary>What was not understood or not allowed.</summary>
    public long Refused { get; init; }

    /// <summary>What was refused since something was taken last.</summary>
    public long RefusedInRow { get; init; }

    /// <summary>True when all that comes is refused, or has been for a long time.</summary>
    public bool IsRefusing => RefusedInRow > 0 && (Points == 0 || RefusedInRow >= Many);

    /// <summary>Datagrams for which there was no room, as tasks could not follow.</summary>
    public long Dropped { get; init; }

    /// <summary>Of what it asks itself, how many do not answer now.</summary>
    public long Failing { get; init; }

    /// <summary>Of what it asks itself, how many answered last with samples of which some were refused.</summary>
    public long Incomplete { get; init; }

    /// <summary>What was wrong last, until points are taken again; empty when nothing was.</summary>
    public string LastError { get; init; } = "";

    public bool NeedsAttention => Problem.Length > 0 || Failing > 0 || Incomplete > 0 || IsRefusing;
}
