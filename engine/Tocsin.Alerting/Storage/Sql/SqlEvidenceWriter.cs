using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Sql;

/// <summary>The statements that write what led to events. Part of <see cref="SqlStateWriter"/>, which disposes them.</summary>
internal sealed class SqlEvidenceWriter(ISqlStatements statements)
{
    /// <summary>How many old ones go with a new one: alerts wait for that.</summary>
    private const int MostDropped = 20;

    private readonly ISqlStatement _add = statements.Add("evidence", "id", "node", "time", "level", "previous", "seen", "json");
    private readonly ISqlStatement _dropMany = statements.KeepNewest("evidence", "id");
    private readonly ISqlStatement _dropOld = statements.KeepLast("evidence", MostDropped);
    private readonly ISqlStatement _rename = statements.Prepare("UPDATE evidence SET node = ?2 || substr(node, length(?1) + 1) WHERE substr(node, 1, length(?1)) = ?1");

    public void Add(EvidenceRow row, long mostRows)
    {
        _add.Bind(1, row.AlertId).Bind(2, row.Node).Bind(3, row.UnixNanoseconds).Bind(4, (int)row.Level).Bind(5, (int)row.PreviousLevel)
            .Bind(6, row.SeenUnixMilliseconds).Bind(7, row.Json.AsSpan()).Run();
        _dropMany.Bind(1, row.AlertId).Bind(2, EvidenceRow.PerAlert).Run();
        _dropOld.Bind(1, mostRows).Run();
    }

    public void Rename(string oldPrefix, string newPrefix) => _rename.Bind(1, oldPrefix).Bind(2, newPrefix).Run();
}
