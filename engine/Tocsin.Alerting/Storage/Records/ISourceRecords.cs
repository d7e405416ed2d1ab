using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>Sources, the dedupe keys they saw, and requests that were not understood, as the store keeps them. Reads see what is committed.</summary>
public interface ISourceRecords : IRecords<ISourceWriter>
{
    IReadOnlyList<SourceSpec> LoadSources();

    /// <summary>Calls <paramref name="take"/> with every dedupe key of a source, the oldest first: source, hash, seconds since 1970.</summary>
    void LoadSourceKeys(Action<string, UInt128, long> take);

    /// <summary>The numbers and sizes of all rows in the quarantine, in order.</summary>
    IReadOnlyList<(long Number, long Bytes)> LoadQuarantineSizes();

    /// <summary>Rows of the quarantine with numbers above <paramref name="after"/>, in order.</summary>
    IReadOnlyList<QuarantineRow> ReadQuarantine(long after, int limit);

    /// <summary>The row of the quarantine with this number, or null.</summary>
    QuarantineRow? FindQuarantined(long number);
}
