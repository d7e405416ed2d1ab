using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>The statements that write silences and what they keep back.</summary>
/// <param name="prepare">Makes a statement that lives as long as the writer of all.</param>
internal sealed class SqliteSilencesWriter(Func<string, SqliteStatement> prepare)
{
    private readonly SqliteStatement _save = prepare("INSERT OR REPLACE INTO silences (id, definition, created, updated, ended) VALUES (?1, ?2, ?3, ?4, ?5)");
    private readonly SqliteStatement _delete = prepare("DELETE FROM silences WHERE id = ?1");
    private readonly SqliteStatement _withhold = prepare(
        "INSERT OR REPLACE INTO withheld (topic, id, target, told, ceiling, silence, since, cause, due, notified, started, peak, gathered, ending) " +
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");

    private readonly SqliteStatement _removeSent = prepare("DELETE FROM sent WHERE target = ?1");
    private readonly SqliteStatement _sent = prepare("INSERT OR REPLACE INTO sent (target, times) VALUES (?1, ?2)");
    private readonly SqliteStatement _release = prepare("DELETE FROM withheld WHERE topic = ?1 AND id = ?2 AND target = ?3");
    private readonly SqliteStatement _deleteTopic = prepare("DELETE FROM withheld WHERE topic = ?1");

    public void Save(SilenceRow silence)
    {
        _save.Bind(1, silence.Id).Bind(2, silence.Definition).Bind(3, silence.CreatedUnixMilliseconds).Bind(4, silence.UpdatedUnixMilliseconds);
        if (silence.EndedUnixMilliseconds is { } ended)
            _save.Bind(5, ended);
        else
            _save.BindNull(5);
        _save.Run();
    }

    public void Delete(string id) => _delete.Bind(1, id).Run();

    public void Withhold(int topic, string id, in WithheldRow row) =>
        _withhold.Bind(1, topic).Bind(2, id).Bind(3, row.Target).Bind(4, (int)row.Told).Bind(5, (int)row.Ceiling).Bind(6, row.Silence)
            .Bind(7, row.SinceUnixMilliseconds).Bind(8, row.Cause).Bind(9, row.DueUnixMilliseconds).Bind(10, row.ToldUnixMilliseconds)
            .Bind(11, row.StartedUnixMilliseconds).Bind(12, (int)row.Peak).Bind(13, row.Group).Bind(14, row.End.AsSpan()).Run();

    public void RemoveSent(int target) => _removeSent.Bind(1, target).Run();

    public void SaveSent(int target, string times) => _sent.Bind(1, target).Bind(2, times).Run();

    public void Release(int topic, string id, int target) => _release.Bind(1, topic).Bind(2, id).Bind(3, target).Run();

    public void DeleteTopic(int topic) => _deleteTopic.Bind(1, topic).Run();
}
