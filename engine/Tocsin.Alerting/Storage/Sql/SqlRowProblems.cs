using Microsoft.Extensions.Logging;

namespace Tocsin.Alerting.Storage.Sql;

/// <summary>Rows whose values make no sense: left out, or read without those, and told. Safe for any thread.</summary>
internal sealed class SqlRowProblems(ILogger log)
{
    private const int MostKept = 100;

    private readonly HashSet<string> _problems = [];

    /// <summary>What was found, at most a hundred of them.</summary>
    public IReadOnlyList<string> Found
    {
        get
        {
            lock (_problems)
                return [.. _problems];
        }
    }

    public void Add(string problem)
    {
        lock (_problems)
        {
            // A row that is read again and again is told once.
            if (_problems.Count >= MostKept || !_problems.Add(problem))
                return;
        }

        StoreLog.Skipped(log, problem);
    }
}
