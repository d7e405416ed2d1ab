using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>What a change may write of silences. Used on the store's thread only, within its transaction.</summary>
public interface ISilenceWriter
{
    /// <summary>Adds a silence or replaces the one with its id.</summary>
    void SaveSilence(SilenceRow silence);

    void DeleteSilence(string id);
}
