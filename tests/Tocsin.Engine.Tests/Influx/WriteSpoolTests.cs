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
                spool.Append(Write($"{name} v=1 ü\n"));
            Take(spool).Should().Be("a v=1 ü\n");
            spool.TryPeek(out var second, out _, out _).Should().BeTrue();
            second.Should().BeEquivalentTo(new { Source = "task/out1", Target, Points = 1 });
        }

        using var again = Open();
        again.Append(Write("e"));
        TakeAll(again).Should().Equal("b v=1 ü\n", "c v=1 ü\n", "d v=1 ü\n", "e");
        again.IsEmpty.Should().BeTrue();
        again.Bytes.Should().Be(0);
        Directory.GetFiles(_folder.Path, "*.writes").Should().BeEmpty();
    }

    [Fact]
    public void When_there_is_no_more_room_the_oldest_go()
    {
        using var spool = Open(limit: 10_000);
        var dropped = Enumerable.Range(0, 20).Sum(i => spool.Append(Write($"{i}".PadRight(1000))));

        dropped.Should().BePositive();
        spool.Bytes.Should().BeLessThan(10_000);
        var left = TakeAll(spool).Select(int.Parse).ToList();
        left.Should().Equal(Enumerable.Range(20 - left.Count, left.Count));
        (left.Count + dropped).Should().Be(20);
        spool.Append(Write(new string('x', 10_001))).Should().Be(1);
        spool.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void Writes_can_be_put_before_all_others()
    {
        using var spool = Open();
        spool.Append(Write("c"));
        spool.Prepend([Write("a"), Write("b")]);
        spool.Append(Write("d"));

        TakeAll(spool).Should().Equal("a", "b", "c", "d");
    }

    [Fact]
    public void What_is_on_its_way_stays_when_there_is_no_more_room_and_every_point_is_accounted_for()
    {
        using var spool = Open(limit: 10_000);
        for (var i = 0; i < 9; i++)
            spool.Append(Write($"{i}".PadRight(1000)));
        spool.TryPeek(out var first, out _, out _).Should().BeTrue();
        var dropped = Enumerable.Range(9, 20).Sum(i => spool.Append(Write($"{i}".PadRight(1000))));
        spool.Append(Write(new string('x', 9_900))).Should().BeGreaterThan(1, "it takes more than is left beside the file that is read");
        spool.Append(Write("29"));
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
        spool.Append(Write("0".PadRight(1000)));
        spool.TryPeek(out _, out _, out _).Should().BeTrue();
        spool.Return();
        var dropped = Enumerable.Range(1, 12).Sum(i => spool.Append(Write($"{i}".PadRight(1000))));
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
                spool.Append(Write($"{name}"));
            Take(spool).Should().Be("a");
            spool.TryPeek(out _, out _, out _).Should().BeTrue();
            Directory.Delete(_folder.Path, recursive: true);

            spool.Append(Write("d")).Should().Be(2);
            spool.Advance();
            spool.Append(Write("e")).Should().Be(0);
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
            spool.Append(Write("a"));
            spool.Append(Write("b"));
        }

        using var again = Open();
        File.Delete(Directory.GetFiles(_folder.Path, "*.writes").Single());
        again.TryPeek(out _, out var damaged, out var lost).Should().BeFalse();
        (damaged, lost, again.IsEmpty).Should().Be((1, 2, true));
    }

    [Fact]
    public void Less_room_has_the_oldest_go_at_once()
    {
        using var spool = Open(limit: 10_000);
        for (var i = 0; i < 8; i++)
            spool.Append(Write($"{i}".PadRight(1000)));
        var dropped = spool.Limit(5_000);

        dropped.Should().BePositive();
        spool.Bytes.Should().BeLessThanOrEqualTo(5_000);
        TakeAll(spool).Select(int.Parse).Should().Equal(Enumerable.Range(dropped, 8 - dropped));
    }

    [Fact]
    public void What_is_put_before_others_is_read_from_its_start_after_a_restart()
    {
        using (var spool = Open(limit: 10_000))
        {
            spool.Append(Write("x".PadRight(1000)));
            spool.Append(Write("y".PadRight(1000)));
            Take(spool);
            for (var i = 0; i < 2; i++)
                spool.Append(Write($"{i}".PadRight(2000)));
            Take(spool).Trim().Should().Be("y");
            spool.Prepend([Write("a"), Write("b")]);
        }

        using var again = Open();
        TakeAll(again).Select(line => line.Trim()).Should().Equal("a", "b", "0", "1");
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(5)]
    public void What_is_cut_off_or_damaged_is_left_out_and_the_rest_is_read(int change)
    {
        using (var spool = Open())
        {
            spool.Append(Write("a"));
            spool.Append(Write("b"));
        }

        Damage(Directory.GetFiles(_folder.Path, "*.writes").Single(), change);
        using (var spool = Open())
            spool.Append(Write("c"));

        using var again = Open();
        Take(again).Should().Be("a");
        again.TryPeek(out var next, out var damaged, out _).Should().BeTrue();
        Encoding.UTF8.GetString(next!.Lines.Span).Should().Be("c"); // It is there.
        damaged.Should().Be(1);
    }

    public void Dispose() => _folder.Dispose();

    private WriteSpool Open(long limit = 1024 * 1024) => new(_folder.Path, limit);

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
