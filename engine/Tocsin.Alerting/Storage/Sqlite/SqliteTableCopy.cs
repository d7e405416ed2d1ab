using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>
/// Copies the rows of a table out of a damaged file: from its beginning up to the damage, from its end back to it, and in between whatever is
/// found by halving. Rows that cannot be read, or make no sense to the table, are left behind.
/// </summary>
internal sealed class SqliteTableCopy
{
    /// <summary>Looks into a damaged stretch: each costs a page or a few.</summary>
    private const int MostLooks = 20_000;

    private readonly SqliteConnection _old;
    private readonly SqliteConnection _saved;
    private readonly SqliteTable _table;
    private readonly string[] _columns;
    private readonly Func<bool> _hasTime;
    private int _looks;

    /// <param name="hasTime">False when no more looks into damaged stretches are to be made: a server waits to start.</param>
    public SqliteTableCopy(SqliteConnection old, SqliteConnection saved, SqliteTable table, Func<bool> hasTime)
    {
        (_old, _saved, _table, _hasTime) = (old, saved, table, hasTime);
        _columns = [.. Texts($"SELECT name FROM pragma_table_info('{table.Name}')")];
    }

    public long Rows { get; private set; }

    /// <summary>False when something could not be read.</summary>
    public bool IsComplete { get; private set; } = true;

    public void Run()
    {
        if (_table.HasRowId)
        {
            CopyBetween("1", "rowid", 0, long.MaxValue);
            return;
        }

        // Many rows of one target follow each other, and each has a number.
        var others = "1";
        if (_table.Name == "outbox")
        {
            var targets = Texts("SELECT no FROM targets").ToList();
            foreach (var target in targets)
                CopyBetween($"target = {target}", "no", 0, long.MaxValue);
            others = $"target NOT IN ({string.Join(", ", targets)})";
        }

        if (!Copy(others, "", "0", out _))
            Copy(others, " ORDER BY " + string.Join(", ", Texts($"SELECT name || ' DESC' FROM pragma_table_info('{_table.Name}') WHERE pk > 0 ORDER BY pk")), "0", out _);
    }

    // Both ends first: damage is mostly a page or two, and all else is read by this.
    private void CopyBetween(string where, string key, long low, long high)
    {
        if (++_looks > MostLooks || (_looks > 1 && !_hasTime()) || Copy($"{where} AND {key} BETWEEN {low} AND {high}", $" ORDER BY {key}", key, out var first))
            return;
        low = first + 1 ?? low;
        if (low > high)
            return;
        Copy($"{where} AND {key} BETWEEN {low} AND {high}", $" ORDER BY {key} DESC", key, out var last);
        high = last - 1 ?? high;
        if (low >= high)
            return;
        var middle = low + ((high - low) / 2);
        CopyBetween(where, key, low, middle);
        CopyBetween(where, key, middle + 1, high);
    }

    /// <param name="last">The key of the last row that was read; null when none was.</param>
    /// <returns>Whether all rows could be read.</returns>
    private bool Copy(string where, string order, string key, out long? last)
    {
        last = null;
        try
        {
            using var read = _old.CreateCommand();
            read.CommandText = $"SELECT {key}, {string.Join(", ", _columns)} FROM {_table.Name} WHERE {where}{order}";
            using var write = Writer();
            using var rows = read.ExecuteReader();
            while (rows.Read())
            {
                // Pages that lead back to others would be read for ever.
                var at = rows.GetInt64(0);
                if (key != "0" && last is { } before && (order.EndsWith("DESC", StringComparison.Ordinal) ? at >= before : at <= before))
                {
                    IsComplete = false;
                    return false;
                }

                last = at;
                for (var i = 0; i < _columns.Length; i++)
                    write.Parameters[i].Value = rows.GetValue(i + 1);
                Write(write);
            }

            return true;
        }
        catch (SqliteException error) when (SqliteFile.IsDamage(error) || error.SqliteErrorCode is raw.SQLITE_ERROR)
        {
            IsComplete = false;
            return false;
        }
        catch (Exception error) when (error is FormatException or InvalidCastException or OverflowException or ArgumentException)
        {
            // Bytes that are not text, a key that is not a number: the row is damaged, and where the next begins only another look tells.
            IsComplete = false;
            return false;
        }
    }

    private void Write(SqliteCommand write)
    {
        try
        {
            Rows += write.ExecuteNonQuery();
        }
        catch (SqliteException error) when (error.SqliteErrorCode is raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH)
        {
            // A row that came twice is damage too: its key was another's.
            IsComplete = false;
        }
    }

    private SqliteCommand Writer()
    {
        var write = _saved.CreateCommand();
        var marks = _columns.Select((_, i) => $"$p{i}").ToArray();
        write.CommandText = $"INSERT INTO {_table.Name} ({string.Join(", ", _columns)}) VALUES ({string.Join(", ", marks)})";
        foreach (var mark in marks)
            write.Parameters.Add(new SqliteParameter { ParameterName = mark });
        return write;
    }

    private IEnumerable<string> Texts(string sql)
    {
        using var command = _saved.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read())
            yield return rows.GetString(0);
    }
}
