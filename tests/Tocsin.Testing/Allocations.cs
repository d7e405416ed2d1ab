namespace Tocsin.Testing;

/// <summary>
/// Measures what code allocates on the thread at hand. What a first run makes, what the compiler of the runtime does not spare yet, and what a
/// pool gives back when memory is short, add to it by chance: of several measurements the least one is the code's own.
/// </summary>
public static class Allocations
{
    private const int Measurements = 8;

    /// <summary>The bytes that an action allocates, once it has settled.</summary>
    /// <param name="times">How often it is done for one measurement.</param>
    public static double Each(int times, Action action)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Measurements; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var j = 0; j < times; j++)
                action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            if (least == 0)
                break;
        }

        return (double)least / times;
    }
}
