namespace Tocsin.Alerting.Storage.Sql;

/// <summary>A row of what a query answers, while it is read.</summary>
public interface ISqlRow
{
    long Integer(int column);

    bool IsNull(int column);

    string Text(int column);

    byte[] Blob(int column);
}
