using System.Globalization;
using Tocsin.Alerting.Matching;

namespace Tocsin.Server.Histories;

/// <summary>How well alerts told of what was really wrong.</summary>
/// <param name="Problems">Problems that were raised.</param>
/// <param name="True">Those of them that lasted at a time of an incident.</param>
/// <param name="Incidents">Incidents.</param>
/// <param name="Found">Those of them in which a problem lasted.</param>
internal sealed record IncidentScore(int Problems, int True, int Incidents, int Found)
{
    /// <summary>The share of problems that were worth a page; 1 when there were none.</summary>
    public double Precision => Problems == 0 ? 1 : (double)True / Problems;

    /// <summary>The share of incidents that somebody was paged for.</summary>
    public double Recall => Incidents == 0 ? 1 : (double)Found / Incidents;

    public static IncidentScore Of(AlertHistory history, IReadOnlyList<Incident> incidents)
    {
        var problems = history.Changes.GroupBy(change => change.Id, StringComparer.Ordinal).SelectMany(Spans).ToList();
        return new IncidentScore(
            problems.Count, problems.Count(problem => incidents.Any(incident => AreOne(problem, incident))),
            incidents.Count, incidents.Count(incident => problems.Exists(problem => AreOne(problem, incident))));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"precision {Precision * 100:0.#} % ({True} of {Problems} problems at a time of an incident), recall {Recall * 100:0.#} % ({Found} of {Incidents} incidents found)");

    // From the time at which an alert leaves OK to that at which it is OK again.
    private static IEnumerable<(string Id, long From, long To)> Spans(IGrouping<string, LevelChange> changes)
    {
        long? begin = null;
        foreach (var change in changes)
        {
            if (change.IsProblem)
            {
                begin ??= change.Time;
            }
            else if (begin is { } from)
            {
                yield return (changes.Key, from, change.Time);
                begin = null;
            }
        }

        if (begin is { } last)
            yield return (changes.Key, last, long.MaxValue);
    }

    private static bool AreOne((string Id, long From, long To) problem, Incident incident) =>
        problem.From <= incident.To && problem.To >= incident.From
        && (incident.Id.Length == 0 || incident.Id == problem.Id || (GoGlob.TryMatch(incident.Id, problem.Id, out var isMatch) && isMatch));
}
