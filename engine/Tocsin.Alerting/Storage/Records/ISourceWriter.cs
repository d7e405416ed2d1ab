using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>What a change may write of sources. Used on the store's thread only, within its transaction.</summary>
public interface ISourceWriter
{
    /// <summary>Adds a source or replaces the one with its id.</summary>
    void SaveSource(SourceSpec source);

    /// <summary>Forgets a source with all its keys.</summary>
    void DeleteSource(string id);

    /// <summary>Keeps the hash of a dedupe key that a source saw, and when, in seconds since 1970.</summary>
    void AddSourceKey(string source, UInt128 hash, long at);

    void RemoveSourceKey(string source, UInt128 hash);

    void AddQuarantined(QuarantineRow row);

    void RemoveQuarantined(long number);
}
