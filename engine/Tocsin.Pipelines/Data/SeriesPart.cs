namespace Tocsin.Pipelines.Data;

/// <summary>The series whose points one of several loops has. For one thread.</summary>
/// <param name="deal">Of the loop's own thread.</param>
/// <param name="number">The loop's.</param>
internal sealed class SeriesPart(SeriesDeal deal, int number)
{
    public bool Holds(Series series) => deal.LoopOf(series) == number;

    /// <summary>The same, found out anew each time: for any thread.</summary>
    public bool HoldsNow(Series series) => deal.LoopOfNow(series) == number;
}
