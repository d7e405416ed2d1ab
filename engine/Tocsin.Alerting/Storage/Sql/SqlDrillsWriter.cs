using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Sql;

/// <summary>The statements that write drills on a schedule.</summary>
/// <param name="statements">Makes statements that live as long as the writer of all.</param>
internal sealed class SqlDrillsWriter(ISqlStatements statements)
{
    private readonly ISqlStatement _save = statements.Save("drills", 1, "id", "definition", "last", "problem", "arrived");
    private readonly ISqlStatement _delete = statements.Remove("drills", "id");

    public void Save(DrillRow drill)
    {
        _save.Bind(1, drill.Id).Bind(2, drill.Definition).Bind(4, drill.Problem).Bind(5, drill.Arrived);
        if (drill.LastUnixMilliseconds is { } last)
            _save.Bind(3, last);
        else
            _save.BindNull(3);
        _save.Run();
    }

    public void Delete(string id) => _delete.Bind(1, id).Run();
}
