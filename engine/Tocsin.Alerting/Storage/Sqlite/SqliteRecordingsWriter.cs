using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>The statements that write recordings and replays.</summary>
/// <param name="prepare">Makes a statement that lives as long as the writer of all.</param>
internal sealed class SqliteRecordingsWriter(Func<string, SqliteStatement> prepare)
{
    private readonly SqliteStatement _saveRecording = prepare(
        "INSERT OR REPLACE INTO recordings (id, type, date, bytes, status, error) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

    private readonly SqliteStatement _deleteRecording = prepare("DELETE FROM recordings WHERE id = ?1");

    private readonly SqliteStatement _saveReplay = prepare(
        "INSERT OR REPLACE INTO replays (id, task, recording, keeps_times, clock, date, status, error, stats) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");

    private readonly SqliteStatement _deleteReplay = prepare("DELETE FROM replays WHERE id = ?1");

    public void Save(RecordingRow recording) =>
        _saveRecording.Bind(1, recording.Id).Bind(2, recording.Type).Bind(3, recording.Date.UtcTicks).Bind(4, recording.Bytes)
            .Bind(5, recording.Status).Bind(6, recording.Error).Run();

    public void DeleteRecording(string id) => _deleteRecording.Bind(1, id).Run();

    public void Save(ReplayRow replay) =>
        _saveReplay.Bind(1, replay.Id).Bind(2, replay.Task).Bind(3, replay.Recording).Bind(4, replay.KeepsTimes ? 1 : 0).Bind(5, replay.Clock)
            .Bind(6, replay.Date.UtcTicks).Bind(7, replay.Status).Bind(8, replay.Error).Bind(9, replay.StatsJson).Run();

    public void DeleteReplay(string id) => _deleteReplay.Bind(1, id).Run();
}
