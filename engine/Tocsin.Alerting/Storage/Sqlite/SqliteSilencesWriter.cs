using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>The statements that write silences and what they keep back.</summary>
/// <param name="prepare">Makes a statement that lives as long as the writer of all.</param>
internal sealed class SqliteSilencesWriter(Func<string, SqliteStatement> prepare)
{
    private readonly SqliteStatement _save = prepare("INSERT OR REPLACE INTO silences (id, definition, created, updated, ended) VALUES (?1, ?2, ?3, ?4, ?5)");
    private readonly SqliteStatement _delete = prepare("DELETE FROM silences WHERE id = ?1");
    private readonly SqliteStatement _withhold = prepare(
        "INSERT OR REPLACE INTO withheld (topic, id, target, told, ceiling, silence, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

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
            .Bind(7, row.SinceUnixMilliseconds).Run();

    public void Release(int topic, string id, int target) => _release.Bind(1, topic).Bind(2, id).Bind(3, target).Run();

    public void DeleteTopic(int topic) => _deleteTopic.Bind(1, topic).Run();
}
