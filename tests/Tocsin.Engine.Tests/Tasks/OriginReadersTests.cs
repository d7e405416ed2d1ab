using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Tasks;

public sealed class OriginReadersTests
{
    [Fact]
    public void One_reader_more_costs_the_same_whatever_number_there_are()
    {
        var readers = new OriginReaders();
        Add(readers, 0, 1_000); // What is compiled at first is left out.

        var few = Add(readers, 1_000, 1_000);
        var many = Add(readers, 9_000, 1_000, before: () => Add(readers, 2_000, 7_000));

        many.Should().BeLessThan(2 * few, "a copy of all there are would take five times as much");
    }

    private static long Add(OriginReaders readers, int first, int count, Action? before = null)
    {
        before?.Invoke();
        var began = GC.GetAllocatedBytesForCurrentThread();
        for (var number = first; number < first + count; number++)
            readers.Change(null, new Reader($"m{number}"));
        return GC.GetAllocatedBytesForCurrentThread() - began;
    }

    private sealed class Reader(string measurement) : IPointReader
    {
        public IReadOnlyList<Origin> Origins => [new Origin("db", "rp")];

        public IReadOnlySet<string> Measurements { get; } = new HashSet<string> { measurement };

        public ValueTask EnqueueAsync(BatchShare points) => ValueTask.CompletedTask;
    }
}
