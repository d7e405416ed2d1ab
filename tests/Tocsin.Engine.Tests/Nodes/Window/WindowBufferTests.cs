using FsCheck;
using FsCheck.Fluent;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Window;

namespace Tocsin.Engine.Tests.Nodes.Window;

public sealed class WindowBufferTests
{
    private static readonly Series Series = new SeriesTable().Intern(Origin.None, "m", TagSet.Empty);

    [Fact]
    public void It_holds_what_a_list_would_hold_and_its_snapshots_never_change()
    {
        Prop.ForAll<(byte Time, byte Before)[]>(steps =>
        {
            var buffer = new WindowBuffer();
            var list = new List<long>();
            var snapshots = new List<(IReadOnlyList<Point> Snapshot, long[] Times)>();
            foreach (var (time, before) in steps)
            {
                buffer.Add(Point.Create(Series, time, FieldLayout.Empty, [], []));
                list.Add(time);
                buffer.RemoveBefore(before);
                while (list.Count > 0 && list[0] < before)
                    list.RemoveAt(0);
                snapshots.Add((buffer.Snapshot(), [.. list]));
            }

            foreach (var (snapshot, times) in snapshots)
                snapshot.Select(point => point.Time).Should().Equal(times);
        }).QuickCheckThrowOnFailure();
    }
}
