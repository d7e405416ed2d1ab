using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>Silences as the store keeps them. Reads see what is committed.</summary>
public interface ISilenceRecords
{
    IReadOnlyList<SilenceRow> LoadSilences();
}
