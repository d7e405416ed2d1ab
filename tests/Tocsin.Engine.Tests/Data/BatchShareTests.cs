using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;

namespace Tocsin.Engine.Tests.Data;

public sealed class BatchShareTests
{
    private const string Mixed = "a v=0 0\nb v=1 1\na v=2 2\nc v=3 3\nb v=4 4\na v=5 5";

    private readonly SeriesTable _table = new();

    [Fact]
    public void A_batch_is_taken_apart_by_measurement_in_the_order_of_its_points()
    {
        var batch = Batch(Mixed);

        batch.Measurement.Should().BeNull();
        batch.Split().Select(part => (part.Measurement.Name, Times(new BatchShare(batch, part))))
            .Should().BeEquivalentTo([("a", "0 2 5"), ("b", "1 4"), ("c", "3")], options => options.WithStrictOrdering());
    }

    [Fact]
    public void Several_measurements_come_in_the_order_they_were_written()
    {
        var batch = Batch(Mixed);
        var share = new BatchShare(batch, [.. batch.Split().Where(part => part.Measurement.Name != "b")]);

        share.Count.Should().Be(4);
        Times(share).Should().Be("0 2 3 5");
        Times(share).Should().Be("0 2 3 5", "who reads it again gets the same");
    }

    [Fact]
    public void The_whole_batch_is_a_share_too() => Times(Batch(Mixed).All).Should().Be("0 1 2 3 4 5");

    [Fact]
    public void A_batch_of_one_measurement_knows_it() => Batch("a,t=x v=0 0\na v=1 1").Measurement!.Name.Should().Be("a");

    [Fact]
    public void A_batch_that_is_used_again_forgets_its_parts()
    {
        var parts = new MeasurementParts();
        parts.Split(Batch(Mixed).Points);
        parts.Clear();

        parts.Split(Batch("d v=7 7\ne v=8 8\nd v=9 9").Points).Select(part => (part.Measurement.Name, part.First, part.Count)).Should().Equal(("d", 0, 2), ("e", 1, 1));
        parts.After(0).Should().Be(2);
        parts.After(2).Should().Be(-1);
    }

    private static string Times(BatchShare share)
    {
        var times = new List<long>();
        foreach (var point in share)
            times.Add(point.Time);
        return string.Join(' ', times);
    }

    private PointBatch Batch(string lines)
    {
        var batch = PointBatch.Rent(_table.OriginOf("db", "rp"));
        foreach (var point in Lines.Read(lines, _table).Points)
            batch.Add(point);
        return batch;
    }
}
