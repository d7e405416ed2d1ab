namespace Tocsin.Alerting.Storage.Sql;

/// <summary>A statement made once and run often: its values are bound by their numbers, from 1 on, before each run. Not safe for several threads at once.</summary>
public interface ISqlStatement
{
    ISqlStatement Bind(int index, long value);

    ISqlStatement Bind(int index, string value);

    ISqlStatement Bind(int index, ReadOnlySpan<byte> value);

    ISqlStatement BindNull(int index);

    /// <summary>Runs a statement that gives no rows, within the transaction that is open: at once, or before it is committed, in the order of all that concern its table.</summary>
    void Run();

    /// <summary>Runs it at once.</summary>
    /// <returns>How many rows it changed.</returns>
    long RunAndCount();
}
