namespace Tocsin.Alerting.Storage.Sql;

/// <summary>
/// Makes the statements that write, which live as long as it does. What most of them do is said in words, so that a database can do it in its
/// own way: one by one, or many rows at once.
/// </summary>
public interface ISqlStatements
{
    /// <summary>Adds a row, or replaces the one with its key.</summary>
    /// <param name="keys">How many of the columns are the key; they come first.</param>
    ISqlStatement Save(string table, int keys, params string[] columns);

    /// <summary>Adds a row, under the next number where the table has one that is not named.</summary>
    ISqlStatement Add(string table, params string[] columns);

    /// <summary>Removes the rows whose columns have the values.</summary>
    ISqlStatement Remove(string table, params string[] columns);

    /// <summary>
    /// Removes, of the rows whose column has the value bound first, all but as many of the newest by their number <c>no</c> as is bound second. That
    /// is done before the commit, and need not be at once.
    /// </summary>
    ISqlStatement KeepNewest(string table, string column);

    /// <summary>The same of all rows of a table, by how far their numbers are below the highest; the oldest first, and only some for each run.</summary>
    ISqlStatement KeepLast(string table, int mostRemoved);

    /// <summary>Anything else, in words that all databases of stores know, on one table; values stand for <c>?1</c> and so on.</summary>
    ISqlStatement Prepare(string sql);

    /// <summary>Makes what finds the rows of a table anew.</summary>
    void Rebuild(string table);
}
