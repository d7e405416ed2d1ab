using System.Diagnostics;

namespace Tocsin.Testing;

/// <summary>Waits for what other threads do.</summary>
public static class Until
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Returns as soon as the condition holds; fails the test when it never does.</summary>
    /// <param name="time">A clock to move on meanwhile, by <paramref name="step"/> each look.</param>
    public static async Task True(Func<bool> condition, FakeTime? time = null, TimeSpan step = default)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > Limit)
                throw new TimeoutException("What the test waits for did not happen.");
            time?.Advance(step);
            await Task.Delay(1);
        }
    }

    /// <summary>The same for what another process does.</summary>
    /// <param name="what">What is waited for.</param>
    /// <param name="limit">After how long the test fails.</param>
    public static async Task True(Func<Task<bool>> condition, string what, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit)
                throw new TimeoutException($"This did not happen within {limit.TotalSeconds} s: {what}.");
            await Task.Delay(20);
        }
    }
}
