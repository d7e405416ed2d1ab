using Tocsin.Server.Loading;
using Tocsin.Server.RuleTests.Files;
using Tocsin.Server.RuleTests.Running;

namespace Tocsin.Server.RuleTests.Mutations;

/// <summary>Runs the tests of a file over mutants of its scripts, as many side by side as there are cores.</summary>
/// <param name="tests">The tests of the file, the quickest first: the first that fails has noticed.</param>
/// <param name="limit">When no further one is begun.</param>
internal sealed class MutantRun(RuleTestFile file, IReadOnlyList<RuleTest> tests, TestSurroundings surroundings, TimeSpan limit)
{
    /// <summary>What became of each mutant, in the order of scripts and lines.</summary>
    /// <exception cref="FileException">A script cannot be read.</exception>
    public async Task<IReadOnlyList<MutantResult>> RunAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        List<Mutant> mutants = [.. Scripts().SelectMany(script => ScriptMutants.Of(script.Path, TextFile.Read(script.Path), script.Given))];
        var outcomes = new MutantOutcome[mutants.Count];
        Array.Fill(outcomes, MutantOutcome.Untried);
        await Parallel.ForAsync(0, mutants.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, async (i, token) =>
        {
            if (TimeProvider.System.GetElapsedTime(started) < limit)
                outcomes[i] = await TryAsync(mutants[i], token).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return [.. mutants.Select((mutant, i) => new MutantResult(mutant with { Script = file.Display(mutant.Script) }, outcomes[i]))];
    }

    private async Task<MutantOutcome> TryAsync(Mutant mutant, CancellationToken cancellationToken)
    {
        var mutated = surroundings with { Scripts = new Dictionary<string, string> { [mutant.Script] = mutant.Text }, Coverage = null, UpdatesSnapshots = false };
        foreach (var test in tests)
        {
            var result = await new RuleTestRun(file, test, mutated).RunAsync(cancellationToken).ConfigureAwait(false);
            if (!result.HasPassed)
                return result.IsDefined ? MutantOutcome.Noticed : MutantOutcome.Unusable;
        }

        return MutantOutcome.Unnoticed;
    }

    private IEnumerable<(string Path, IReadOnlySet<string> Given)> Scripts()
    {
        foreach (var task in file.Tasks)
            yield return (file.Find(task.Script), task.Vars.Length > 0 ? TaskFile.ReadVars(file.Find(task.Vars)).Keys.ToHashSet() : []);
        foreach (var script in file.Load is { } folder ? LoadSnapshot.Of(file.Find(folder)).Tasks : [])
            yield return (script.Path, new HashSet<string>());
    }
}
