using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Query.Ticks;

/// <summary>Ticks at equal distances: from the begin, or at whole multiples counted from the year 1.</summary>
internal sealed class EveryTicks(Duration every, bool isAligned) : ITicks
{
    public long? First(long now) => isAligned ? new Instant(now).Truncate(every).UnixNanoseconds + every.Nanoseconds : now + every.Nanoseconds;

    public long? Next(long after)
    {
        var next = new Instant(after + every.Nanoseconds);
        return (isAligned ? next.Round(every) : next).UnixNanoseconds;
    }
}
