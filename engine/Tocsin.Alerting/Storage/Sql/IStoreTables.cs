namespace Tocsin.Alerting.Storage.Sql;

/// <summary>The tables of a store that nobody else uses until this is disposed of: to be copied to another one, or from it.</summary>
public interface IStoreTables : IDisposable
{
    /// <summary>The folder or the database, without secrets.</summary>
    string Place { get; }

    /// <summary>The names of the tables, those first that others are made from.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The highest number that a dead letter ever had; none is given twice.</summary>
    long LastDeadLetter { get; }

    IReadOnlyList<string> ColumnsOf(string table);

    long Count(string table);

    /// <summary>Calls <paramref name="take"/> with each row: its values are numbers, texts, bytes or null, and are another's after the call.</summary>
    void Read(string table, IReadOnlyList<string> columns, Action<object?[]> take);

    /// <summary>Takes all rows out of a table, and puts those in that <paramref name="rows"/> hands to what it is given.</summary>
    void Replace(string table, IReadOnlyList<string> columns, Action<Action<object?[]>> rows);

    /// <summary>Lets all that was replaced count, together. Without it nothing is changed.</summary>
    void Complete(long lastDeadLetter);
}
