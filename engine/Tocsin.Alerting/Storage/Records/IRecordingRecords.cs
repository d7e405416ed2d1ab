using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>The index of recordings and the replays, as the store keeps them. Reads see what is committed.</summary>
public interface IRecordingRecords : IRecords<IRecordingWriter>
{
    IReadOnlyList<RecordingRow> LoadRecordings();

    IReadOnlyList<ReplayRow> LoadReplays();
}
