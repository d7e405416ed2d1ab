namespace Tocsin.Engine.Sources;

/// <summary>What a source did since the server started.</summary>
public sealed record SourceCounts
{
    private const int Many = 10;

    /// <summary>Requests, whatever became of them.</summary>
    public long Received { get; init; }

    /// <summary>Events that reached a topic.</summary>
    public long Events { get; init; }

    /// <summary>Try-outs of the connection.</summary>
    public long Tests { get; init; }

    /// <summary>Events that were known already.</summary>
    public long Duplicates { get; init; }

    /// <summary>Requests with the right credentials.</summary>
    public long Admitted { get; init; }

    /// <summary>Requests that are fine and tell nothing that matters here, such as notifications of a type that is not taken in.</summary>
    public long Ignored { get; init; }

    /// <summary>Requests with wrong credentials or signatures.</summary>
    public long Refused { get; init; }

    /// <summary>Those of them since the last one with the right credentials.</summary>
    public long RefusedInRow { get; init; }

    /// <summary>True when all requests are refused, or have been for a long time: most likely a secret is wrong on one side.</summary>
    public bool IsRefusing => RefusedInRow > 0 && (Admitted == 0 || RefusedInRow >= Many);

    /// <summary>Requests that were not understood.</summary>
    public long Quarantined { get; init; }

    /// <summary>Requests that were too many or too large.</summary>
    public long Limited { get; init; }

    /// <summary>Points that were written.</summary>
    public long Points { get; init; }

    /// <summary>When the last request came in; null when none has.</summary>
    public DateTimeOffset? LastReceived { get; init; }

    /// <summary>When a request was refused last; null when none was.</summary>
    public DateTimeOffset? LastRefused { get; init; }

    /// <summary>Why that one was refused: which of the credentials was missing or wrong; empty when none was. Holds no secret.</summary>
    public string LastRefusal { get; init; } = "";

    /// <summary>What was wrong last; empty when nothing was.</summary>
    public string LastError { get; init; } = "";
}
