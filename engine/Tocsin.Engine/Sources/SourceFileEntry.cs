using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources;

/// <summary>A source of a file.</summary>
/// <param name="Spec">The source.</param>
/// <param name="Values">Its keys with their places; variables stand in it as they were written.</param>
public sealed record SourceFileEntry(SourceSpec Spec, ConfigMap Values)
{
    /// <summary>What is wrong with the source; warnings too. Empty when it can be made and is not open to all.</summary>
    /// <param name="environment">Answers variables; null when one is not set.</param>
    /// <param name="readFile">Answers what a file says; null for those of this machine.</param>
    public IReadOnlyList<ConfigProblem> Check(SourceKinds kinds, Func<string, string?> environment, Func<string, string>? readFile = null) =>
        Check(kinds, new SourceContext(), environment, TimeProvider.System, readFile);

    /// <summary>The topic of the source's events, so far as the definition names one.</summary>
    public string Topic => Values.TryFind("topic", out var topic) && topic is ConfigText text ? text.Value : Spec.Id;

    internal IReadOnlyList<ConfigProblem> Check(SourceKinds kinds, SourceContext context, Func<string, string?> environment, TimeProvider time, Func<string, string>? readFile = null)
    {
        var problems = new List<ConfigProblem>();
        if (SourcePlan.TryCreate(Spec, Values, kinds, context with { SourceId = Spec.Id }, environment, time, out var plan, problems, readFile))
            problems.AddRange(Warnings(plan));
        plan?.Dispose();
        return problems;
    }

    internal IEnumerable<ConfigProblem> Warnings(SourcePlan plan)
    {
        if (plan.IsOpen)
            yield return new ConfigProblem($"source '{Spec.Id}' has no auth: anyone who can reach /ingest/{Spec.Id} can raise alerts", Values.Place, IsWarning: true);
        else if (!plan.NoticesRepeats)
        {
            yield return new ConfigProblem(
                $"source '{Spec.Id}' has no dedupe-key: a request that somebody recorded can be sent again, and end an alert that is open; give dedupe-key what is different in each message, such as $.id",
                Values.Place,
                IsWarning: true);
        }
    }
}
