using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Sql;

/// <summary>The statements that write silences and what they keep back.</summary>
/// <param name="statements">Makes statements that live as long as the writer of all.</param>
internal sealed class SqlSilencesWriter(ISqlStatements statements)
{
    private readonly ISqlStatement _save = statements.Save("silences", 1, "id", "definition", "created", "updated", "ended");
    private readonly ISqlStatement _delete = statements.Remove("silences", "id");
    private readonly ISqlStatement _withhold = statements.Save("withheld", 3, "topic", "id", "target", "told", "ceiling", "silence", "since", "cause", "due", "notified", "started", "peak", "gathered", "ending");

    private readonly ISqlStatement _removeSent = statements.Remove("sent", "target");
    private readonly ISqlStatement _sent = statements.Save("sent", 1, "target", "times");
    private readonly ISqlStatement _release = statements.Remove("withheld", "topic", "id", "target");
    private readonly ISqlStatement _deleteTopic = statements.Remove("withheld", "topic");

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

    public void Withhold(int topic, string id, in KnownAlertRow row) =>
        _withhold.Bind(1, topic).Bind(2, id).Bind(3, row.Target).Bind(4, (int)row.Told).Bind(5, (int)row.Ceiling).Bind(6, row.Silence)
            .Bind(7, row.SinceUnixMilliseconds).Bind(8, row.Cause).Bind(9, row.DueUnixMilliseconds).Bind(10, row.ToldUnixMilliseconds)
            .Bind(11, row.StartedUnixMilliseconds).Bind(12, (int)row.Peak).Bind(13, row.Group).Bind(14, row.End.AsSpan()).Run();

    public void RemoveSent(int target) => _removeSent.Bind(1, target).Run();

    public void SaveSent(int target, string times) => _sent.Bind(1, target).Bind(2, times).Run();

    public void Release(int topic, string id, int target) => _release.Bind(1, topic).Bind(2, id).Bind(3, target).Run();

    public void DeleteTopic(int topic) => _deleteTopic.Bind(1, topic).Run();
}
