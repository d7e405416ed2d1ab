using Tocsin.Influx.Connections;

namespace Tocsin.Pipelines.Processing;

/// <summary>The memory that answers to queries may take until tasks have worked through them, all together. Safe for any number of threads.</summary>
/// <param name="limit">In bytes.</param>
public sealed class AnswerMemory(long limit)
{
    private long _taken;

    /// <summary>No limit.</summary>
    public static AnswerMemory Unlimited { get; } = new(long.MaxValue);

    internal Share Open() => new(this);

    /// <summary>What one answer takes. For one thread at a time.</summary>
    internal sealed class Share(AnswerMemory memory) : IDisposable
    {
        // Asked for in larger pieces: it is counted for every row.
        private const long Piece = 256 * 1024;

        private long _taken;
        private long _used;

        /// <exception cref="InfluxException">There is no more.</exception>
        public void Use(long bytes)
        {
            _used += bytes;
            if (_used > _taken)
                Take(Math.Max(Piece, _used - _taken));
        }

        public void Dispose()
        {
            Interlocked.Add(ref memory._taken, -_taken);
            _taken = 0;
        }

        private void Take(long bytes)
        {
            _taken += bytes;
            if (Interlocked.Add(ref memory._taken, bytes) <= memory.Limit)
                return;
            throw new InfluxException(
                InfluxFailure.TooLarge,
                $"the answer takes more than is left of the {memory.Limit >> 20} MiB that answers to queries may take together: ask for a shorter period or for aggregates, or raise limits.answer-bytes");
        }
    }

    private long Limit { get; } = limit;
}
