using Tocsin.Alerting.Storage.Commits;

namespace Tocsin.Alerting.Storage.Sql;

/// <summary>A database that a store is kept in: what is done in another way in each.</summary>
public interface ISqlDatabase : ICommitTarget
{
    /// <summary>Another way to read, with which the others need not wait.</summary>
    ISqlReads OpenReads();

    /// <summary>Keeps something that never changes.</summary>
    void AddFact(string name, string value);
}
