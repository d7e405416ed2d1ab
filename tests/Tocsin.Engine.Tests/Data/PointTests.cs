using Tocsin.Dsl.Data;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Engine.Tests.Data;

public sealed class PointTests
{
    [Fact]
    public void What_is_kept_outlasts_the_batch()
    {
        var table = new SeriesTable();
        var batch = PointBatch.Rent(table.OriginOf("db", "rp"));
        LineProtocolReader.Read("m v=1,s=\"one\" 1"u8, table, batch, Precision.Nanosecond, 0);
        var point = batch.Points[0];
        var kept = point.Keep();
        var moved = point.With(table.Intern(Origin.None, "n", TagSet.Empty), 9);
        var texts = point.LastingTexts();

        point.Numbers[0] = 77; // What the next write does to it.
        point.Texts[1] = "two";

        kept.Float(0).Should().Be(1);
        kept.Text(1).Should().Be("one");
        moved.Text(1).Should().Be("one");
        moved.Name.Should().Be("n");
        texts[1].Should().Be("one");
        kept.Keep().Should().BeSameAs(kept);
        batch.Release();
    }

    [Fact]
    public void A_batch_takes_points_of_its_own_and_of_others()
    {
        var foreign = Lines.Read("m v=1 1").Points[0];
        var batch = PointBatch.Rent(Origin.None);
        for (var i = 0; i < 100; i++)
            batch.Add(foreign);

        batch.Count.Should().Be(100);
        batch.Points[99].Should().BeSameAs(foreign);
        batch.Release();
    }

    [Fact]
    public async Task A_batch_is_complete_when_the_last_lets_go()
    {
        var batch = PointBatch.Rent(Origin.None);
        var completed = batch.Completed;
        batch.Hold();
        batch.Hold();

        batch.Release();
        batch.Release();
        completed.IsCompleted.Should().BeFalse();
        batch.Release();

        await completed;
    }

    [Fact]
    public async Task A_failure_reaches_the_writer_at_once()
    {
        var batch = PointBatch.Rent(Origin.None);
        var completed = batch.Completed;
        batch.Hold();

        batch.Fail(new IOException("disk full"));

        await completed.Invoking(task => task).Should().ThrowAsync<IOException>().WithMessage("disk full");
        batch.Release();
        PointBatch.Rent(Origin.None).Completed.IsCompleted.Should().BeFalse("another write is another story");
    }
}
