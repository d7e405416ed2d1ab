namespace Tocsin.Pipelines.Journals;

/// <summary>What happens to a write that the journal cannot keep.</summary>
public enum JournalFull
{
    /// <summary>It is refused with 503 and the reason, so that its sender tries again.</summary>
    Refuse,

    /// <summary>It is taken without being kept. After an end by force tasks go on from before it.</summary>
    GoOn,
}
