using System.Text;
using Tocsin.Influx.Writes;
using Tocsin.Pipelines.Influx.Outputs;

namespace Tocsin.Engine.Tests.Influx;

public sealed class WriteSpoolTests : IDisposable
{
    private static readonly OutputTarget Target = new("db", "rp", "all", WritePrecision.Seconds, true);

    private readonly TempFolder _folder = new();

    [Fact]
    public void Writes_come_out_as_they_went_in_and_a_restart_goes_on_behind_those_that_were_taken()
    {
        using (var spool = Open())
        {
            foreach (var name in "abcd")
                Append(spool, Write($"{name} v=1 ü\n"));
            Take(spool).Should().Be("a v=1 ü\n");
            spool.TryPeek(out var second, out _, out _).Should().BeTrue();
            second.Should().BeEquivalentTo(new { Source = "task/out1", Target, Points = 1 });
        }

        using var again = Open();
        Append(again, Write("e"));
        TakeAll(again).Should().Equal("b v=1 ü\n", "c v=1 ü\n", "d v=1 ü\n", "e");
        again.IsEmpty.Should().BeTrue();
        again.Bytes.Should().Be(0);
        Directory.GetFiles(_folder.Path, "*.writes").Should().BeEmpty();
    }

    [Fact]
    public void When_there_is_no_more_room_the_oldest_go()
    {
        using var spool = Open(limit: 10_000);
        var dropped = Enumerable.Range(0, 20).Sum(i => Append(spool, Write($"{i}".PadRight(1000))));

        dropped.Should().BePositive();
        spool.Bytes.Should().BeLessThan(10_000);
        var left = TakeAll(spool).Select(int.Parse).ToList();
        left.Should().Equal(Enumerable.Range(20 - left.Count, left.Count));
        (left.Count + dropped).Should().Be(20);
        Append(spool, Write(new string('x', 10_001))).Should().Be(1);
        spool.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void Writes_can_be_put_before_all_others()
    {
        using var spool = Open();
        Append(spool, Write("c"));
        Prepend(spool, [Write("a"), Write("b")]);
        Append(spool, Write("d"));

        TakeAll(spool).Should().Equal("a", "b", "c", "d");
    }

    [Fact]
    public void What_is_on_its_way_stays_when_there_is_no_more_room_and_every_point_is_accounted_for()
    {
        using var spool = Open(limit: 10_000);
        for (var i = 0; i < 9; i++)
            Append(spool, Write($"{i}".PadRight(1000)));
        spool.TryPeek(out var first, out _, out _).Should().BeTrue();
        var dropped = Enumerable.Range(9, 20).Sum(i => Append(spool, Write($"{i}".PadRight(1000))));
        Append(spool, Write(new string('x', 9_900))).Should().BeGreaterThan(1, "it takes more than is left beside the file that is read");
        Append(spool, Write("29"));
        spool.Advance();

        Encoding.UTF8.GetString(first!.Lines.Span).TrimEnd().Should().Be("0"); // It is there.
        dropped.Should().BePositive();
        TakeAll(spool).Select(int.Parse).Should().BeInAscendingOrder().And.StartWith(1).And.EndWith(29);
        Directory.GetFiles(_folder.Path, "*.writes").Should().BeEmpty();
    }

    [Fact]
    public void A_write_that_comes_back_can_go_like_any_other_when_there_is_no_more_room()
    {
        using var spool = Open(limit: 10_000);
        Append(spool, Write("0".PadRight(1000)));
        spool.TryPeek(out _, out _, out _).Should().BeTrue();
        spool.Return();
        var dropped = Enumerable.Range(1, 12).Sum(i => Append(spool, Write($"{i}".PadRight(1000))));
        spool.Advance();

        var left = TakeAll(spool).Select(int.Parse).ToList();
        left.Should().Equal(Enumerable.Range(13 - left.Count, left.Count));
        (left.Count + dropped).Should().Be(13);
    }

    [Fact]
    public void A_folder_that_is_removed_meanwhile_is_made_anew_and_its_points_are_counted()
    {
        using (var spool = Open())
        {
            foreach (var name in "abc")
                Append(spool, Write($"{name}"));
            Take(spool).Should().Be("a");
            spool.TryPeek(out _, out _, out _).Should().BeTrue();
            Directory.Delete(_folder.Path, recursive: true);

            Append(spool, Write("d")).Should().Be(2);
            spool.Advance();
            Append(spool, Write("e")).Should().Be(0);
            Take(spool).Should().Be("d");
        }

        using var again = Open();
        TakeAll(again).Should().Equal("e");
    }

    [Fact]
    public void Files_that_are_gone_are_left_out_with_their_points()
    {
        using (var spool = Open())
        {
            Append(spool, Write("a"));
            Append(spool, Write("b"));
        }

        using var again = Open();
        File.Delete(Directory.GetFiles(_folder.Path, "*.writes").Single());
        again.TryPeek(out _, out var damaged, out var lost).Should().BeFalse();
        (damaged, lost, again.IsEmpty).Should().Be((1, 2, true));
    }

    [Fact]
    public void Less_room_has_the_oldest_go_at_once()
    {
        var room = new SpoolRoom(10_000);
        using var spool = new WriteSpool(_folder.Path, room);
        for (var i = 0; i < 8; i++)
            Append(spool, Write($"{i}".PadRight(1000)));
        var dropped = room.Change(5_000);

        dropped.Should().BePositive();
        spool.Bytes.Should().BeLessThanOrEqualTo(5_000);
        TakeAll(spool).Select(int.Parse).Should().Equal(Enumerable.Range(dropped, 8 - dropped));
    }

    [Fact]
    public void What_is_put_before_others_is_read_from_its_start_after_a_restart()
    {
        using (var spool = Open(limit: 10_000))
        {
            Append(spool, Write("x".PadRight(1000)));
            Append(spool, Write("y".PadRight(1000)));
            Take(spool);
            for (var i = 0; i < 2; i++)
                Append(spool, Write($"{i}".PadRight(2000)));
            Take(spool).Trim().Should().Be("y");
            Prepend(spool, [Write("a"), Write("b")]);
        }

        using var again = Open();
        TakeAll(again).Select(line => line.Trim()).Should().Equal("a", "b", "0", "1");
    }

    [Fact]
    public void Spools_share_their_room_and_the_one_with_most_in_it_gives_up_its_oldest()
    {
        var room = new SpoolRoom(10_000);
        using var large = new WriteSpool(_folder.Of("large"), room);
        using var small = new WriteSpool(_folder.Of("small"), room);
        for (var i = 0; i < 8; i++)
            Append(large, Write($"{i}".PadRight(1000)));
        var dropped = Enumerable.Range(0, 4).Sum(i => Append(small, Write($"{i}".PadRight(1000))));

        dropped.Should().BePositive();
        (large.Bytes + small.Bytes).Should().BeLessThanOrEqualTo(10_000).And.Be(room.Bytes);
        TakeAll(small).Select(int.Parse).Should().Equal(0, 1, 2, 3);
        TakeAll(large).Select(int.Parse).Should().Equal(Enumerable.Range(dropped, 8 - dropped));
    }

    [Fact]
    public void What_is_put_before_others_and_has_no_room_is_not_kept()
    {
        using var spool = Open(limit: 10_000);
        for (var i = 0; i < 8; i++)
            Append(spool, Write($"{i}".PadRight(1000)));

        spool.Prepend([Write(new string('a', 5_000))], out var areKept).Should().Be(0, "the others stay");

        areKept.Should().BeFalse();
        TakeAll(spool).Select(int.Parse).Should().Equal(0, 1, 2, 3, 4, 5, 6, 7);
    }

    [Fact]
    public void What_is_written_is_flushed_once()
    {
        using var spool = Open();
        Append(spool, Write("a"));

        spool.TakeUnflushed().Should().NotBeNull();
        spool.TakeUnflushed().Should().BeNull();
        Append(spool, Write("b"));
        spool.TakeUnflushed().Should().NotBeNull();
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(5)]
    public void What_is_cut_off_or_damaged_is_left_out_and_the_rest_is_read(int change)
    {
        using (var spool = Open())
        {
            Append(spool, Write("a"));
            Append(spool, Write("b"));
        }

        Damage(Directory.GetFiles(_folder.Path, "*.writes").Single(), change);
        using (var spool = Open())
            Append(spool, Write("c"));

        using var again = Open();
        Take(again).Should().Be("a");
        again.TryPeek(out var next, out var damaged, out _).Should().BeTrue();
        Encoding.UTF8.GetString(next!.Lines.Span).Should().Be("c"); // It is there.
        damaged.Should().Be(1);
    }

    public void Dispose() => _folder.Dispose();

    private WriteSpool Open(long limit = 1024 * 1024) => new(_folder.Path, new SpoolRoom(limit));

    // Points that are gone.
    private static int Append(WriteSpool spool, OutputWrite write)
    {
        var others = spool.Append(write, out var isKept);
        return others + (isKept ? 0 : write.Points);
    }

    private static void Prepend(WriteSpool spool, IReadOnlyList<OutputWrite> writes)
    {
        spool.Prepend(writes, out var areKept);
        areKept.Should().BeTrue();
    }

    // Below zero cuts so much off, above turns a byte before the end.
    private static void Damage(string file, int change)
    {
        var bytes = File.ReadAllBytes(file);
        if (change > 0)
            bytes[^change] ^= 0xFF;
        File.WriteAllBytes(file, change < 0 ? bytes[..^-change] : bytes);
    }

    private static OutputWrite Write(string lines) => new("task/out1", Target, 1, Encoding.UTF8.GetBytes(lines));

    private static string Take(WriteSpool spool)
    {
        spool.TryPeek(out var write, out _, out _).Should().BeTrue();
        spool.Advance();
        return Encoding.UTF8.GetString(write!.Lines.Span); // It is there.
    }

    private static List<string> TakeAll(WriteSpool spool)
    {
        var all = new List<string>();
        while (!spool.IsEmpty)
            all.Add(Take(spool));
        return all;
    }
}
