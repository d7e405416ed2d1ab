using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Sql;

/// <summary>The statements that write recordings and replays.</summary>
/// <param name="statements">Makes statements that live as long as the writer of all.</param>
internal sealed class SqlRecordingsWriter(ISqlStatements statements)
{
    private readonly ISqlStatement _saveRecording = statements.Save("recordings", 1, "id", "type", "date", "bytes", "status", "error");

    private readonly ISqlStatement _deleteRecording = statements.Remove("recordings", "id");

    private readonly ISqlStatement _saveReplay = statements.Save("replays", 1, "id", "task", "recording", "keeps_times", "clock", "date", "status", "error", "stats");

    private readonly ISqlStatement _deleteReplay = statements.Remove("replays", "id");

    public void Save(RecordingRow recording) =>
        _saveRecording.Bind(1, recording.Id).Bind(2, recording.Type).Bind(3, recording.Date.UtcTicks).Bind(4, recording.Bytes)
            .Bind(5, recording.Status).Bind(6, recording.Error).Run();

    public void DeleteRecording(string id) => _deleteRecording.Bind(1, id).Run();

    public void Save(ReplayRow replay) =>
        _saveReplay.Bind(1, replay.Id).Bind(2, replay.Task).Bind(3, replay.Recording).Bind(4, replay.KeepsTimes ? 1 : 0).Bind(5, replay.Clock)
            .Bind(6, replay.Date.UtcTicks).Bind(7, replay.Status).Bind(8, replay.Error).Bind(9, replay.StatsJson).Run();

    public void DeleteReplay(string id) => _deleteReplay.Bind(1, id).Run();
}
