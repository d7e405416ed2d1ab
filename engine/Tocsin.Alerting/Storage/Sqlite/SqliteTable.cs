namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>A table of the state file.</summary>
/// <param name="HasRowId">Whether its rows are ordered by a number of their own; otherwise by their key.</param>
internal readonly record struct SqliteTable(string Name, bool HasRowId);
