namespace Tocsin.Alerting.Storage.Sql;

/// <summary>Queries of what is committed. Safe for any thread.</summary>
public interface ISqlReads : IDisposable
{
    /// <summary>Calls <paramref name="take"/> with each row.</summary>
    /// <param name="sql">A query in words that all databases of stores know; values stand for <c>?1</c> and so on.</param>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    void Read(string sql, Action<ISqlStatement> bind, Action<ISqlRow> take);
}
