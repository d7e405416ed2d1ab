using System.Globalization;

namespace Tocsin.Alerting.Storage.Sql;

/// <summary>Copies a store to another place, table by table. What is there counts only when all of it was copied and counted.</summary>
public static class StoreMigration
{
    /// <summary>What a store says of itself: there before anything is kept in it.</summary>
    private const string Facts = "facts";

    /// <returns>How many rows each table has.</returns>
    /// <exception cref="StoreException">There is state already where it is to be copied, or not all was copied. Nothing was changed.</exception>
    public static IReadOnlyList<(string Table, long Rows)> Run(IStoreTables from, IStoreTables to)
    {
        foreach (var table in to.Names.Where(static table => table != Facts))
        {
            if (to.Count(table) is > 0 and var rows)
                throw new StoreException(string.Create(CultureInfo.InvariantCulture, $"{to.Place} has state already: {rows} rows in {table}. Nothing was changed. Name an empty one, or drop what is there."));
        }

        var copied = new List<(string, long)>();
        foreach (var table in from.Names)
        {
            var columns = from.ColumnsOf(table);
            to.Replace(table, columns, add => from.Read(table, columns, add));
            var (had, has) = (from.Count(table), to.Count(table));
            if (had != has)
                throw new StoreException(string.Create(CultureInfo.InvariantCulture, $"Of {had} rows of {table} {has} arrived at {to.Place}. Nothing was changed."));
            copied.Add((table, has));
        }

        to.Complete(from.LastDeadLetter);
        return copied;
    }
}
