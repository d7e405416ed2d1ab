using System.Runtime.CompilerServices;
using Tocsin.Server.RuleTests.Files;

namespace Tocsin.Server.RuleTests.Running;

/// <summary>Runs tests side by side, as many as there are cores, and answers in their order.</summary>
internal static class RuleTestRunner
{
    /// <summary>The results of tests of one file or several, each as soon as it and those before it are there.</summary>
    public static async IAsyncEnumerable<RuleTestResult> RunAsync(
        IReadOnlyList<(RuleTestFile File, RuleTest Test, TestSurroundings Surroundings)> tests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var results = new TaskCompletionSource<RuleTestResult>[tests.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = new TaskCompletionSource<RuleTestResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Parallel.ForAsync(0, tests.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stopped.Token }, async (i, token) =>
        {
            try
            {
                results[i].SetResult(await new RuleTestRun(tests[i].File, tests[i].Test, tests[i].Surroundings).RunAsync(token).ConfigureAwait(false));
            }
            catch (Exception problem)
            {
                results[i].SetException(problem);
            }
        });
        try
        {
            foreach (var result in results)
                yield return await result.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Who reads no further wants no more to be run.
            await stopped.CancelAsync().ConfigureAwait(false);
            await all.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
        }
    }
}
