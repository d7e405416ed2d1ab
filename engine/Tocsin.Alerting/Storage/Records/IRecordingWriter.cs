using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>What a change may write of recordings and replays. Used on the store's thread only, within its transaction.</summary>
public interface IRecordingWriter
{
    /// <summary>Adds a recording or replaces the one with its id.</summary>
    void SaveRecording(RecordingRow recording);

    void DeleteRecording(string id);

    /// <summary>Adds a replay or replaces the one with its id.</summary>
    void SaveReplay(ReplayRow replay);

    void DeleteReplay(string id);
}
