using System.Buffers.Binary;
using System.Text;
using Tocsin.Server.Kapacitor.Bolt;

namespace Tocsin.Server.Tests.Kapacitor;

public sealed class BoltFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<string> _found = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1024)]
    [InlineData(4096)]
    [InlineData(65536)]
    public void Keys_are_found_through_branches_of_many_levels_in_order(int pageSize)
    {
        var bucket = new BoltBucket();
        for (var i = 0; i < 500; i++)
            bucket.With($"k{i:000}", $"v{i}");

        Walk(new BoltWriter { PageSize = pageSize }.Write(new BoltBucket().With("b", bucket))).Should().BeEmpty();

        _found.Should().Equal(Enumerable.Range(0, 500).Select(i => $"b: k{i:000}=v{i}"));
    }

    [Fact]
    public void A_value_longer_than_a_page_goes_on_in_the_next_ones()
    {
        var value = new string('x', 20_000);

        Walk(new BoltWriter().Write(new BoltBucket().With("b", new BoltBucket().With("long", value).With("short", "s")))).Should().BeEmpty();

        _found.Should().Equal($"b: long={value}", "b: short=s");
    }

    [Fact]
    public void Buckets_stand_in_buckets_with_and_without_pages_of_their_own()
    {
        var inner = new BoltBucket { IsInline = true }.With("deep", new BoltBucket { IsInline = true }.With("k", "1"));

        Walk(new BoltWriter().Write(new BoltBucket().With("a", inner).With("b", new BoltBucket().With("c", new BoltBucket().With("k", "2"))).With("empty", new BoltBucket()))).Should().BeEmpty();

        _found.Should().Equal("a/deep: k=1", "b/c: k=2");
    }

    [Fact]
    public void A_file_without_keys_has_none()
    {
        Walk(new BoltWriter().Write(new BoltBucket())).Should().BeEmpty();

        _found.Should().BeEmpty();
    }

    [Fact]
    public void The_last_commit_counts()
    {
        var writer = new BoltWriter();
        var file = writer.Write(new BoltBucket().With("b", new BoltBucket().With("k", "v")));
        var root = BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(32));

        // The commit before had nothing: its root would be read as damage.
        writer.Meta(0, 999, 7).CopyTo(file, 0);
        Walk(file).Should().BeEmpty();
        writer.Meta(0, root, 12).CopyTo(file, 0);
        writer.Meta(1, 999, 11).CopyTo(file, 4096);
        Walk(file).Should().BeEmpty();

        _found.Should().Equal("b: k=v", "b: k=v");
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(8192)]
    public void One_of_the_two_first_pages_is_enough(int pageSize)
    {
        var whole = new BoltWriter { PageSize = pageSize }.Write(new BoltBucket().With("b", new BoltBucket().With("k", "v")));
        foreach (var page in new[] { 0, 1 })
        {
            var file = whole.ToArray();
            file[(page * pageSize) + 40] ^= 1;
            Walk(file).Should().BeEmpty();
        }

        _found.Should().Equal("b: k=v", "b: k=v");
    }

    [Theory]
    [InlineData("", "too short")]
    [InlineData("nothing of a database, but long enough to be one: it goes on and on, for more than the eighty bytes that a first page has", "not a Bolt file")]
    public void What_is_no_such_file_is_refused(string text, string why) => Opening(Encoding.UTF8.GetBytes(text)).Should().Throw<BoltException>().WithMessage($"*{why}*");

    [Fact]
    public void Other_versions_and_byte_orders_are_refused_by_name()
    {
        var file = new BoltWriter().Write(new BoltBucket());
        file.AsSpan(4096, 4096).Clear();
        var other = file.ToArray();
        other[20] = 3;
        Opening(other).Should().Throw<BoltException>().WithMessage("*version 3*expected 2*");
        other = file.ToArray();
        other.AsSpan(16, 4).Reverse();
        Opening(other).Should().Throw<BoltException>().WithMessage("*another byte order*");
        other = file.ToArray();
        other[60] ^= 1;
        Opening(other).Should().Throw<BoltException>().WithMessage("*checksum*");
    }

    [Fact]
    public void A_file_that_was_cut_off_is_read_up_to_there()
    {
        var (first, second) = (new BoltBucket(), new BoltBucket());
        for (var i = 0; i < 16; i++)
            (first, second) = (first.With($"a{i:000}", "v"), second.With($"b{i:000}", "v"));
        var file = new BoltWriter().Write(new BoltBucket().With("a", first).With("b", second));

        Walk(file[..^100]).Should().Equal(
            $"file: it ends after {(file.Length / 4096) - 1} of {file.Length / 4096} pages of 4096 bytes: it was cut off",
            $"page {(file.Length / 4096) - 1} of bucket 'b': it is past the end of the file, which has {(file.Length / 4096) - 1} pages");

        _found.Should().HaveCount(16).And.OnlyContain(key => key.StartsWith("a: a", StringComparison.Ordinal));
    }

    [Fact]
    public void Damage_costs_what_it_covers_and_is_named_with_its_place()
    {
        var bucket = new BoltBucket();
        for (var i = 0; i < 64; i++)
            bucket.With($"k{i:000}", $"v{i}");
        var file = new BoltWriter().Write(new BoltBucket().With("b", bucket));

        // Leaves 4 to 11, with eight keys each: one has another number, one is of no kind, one has too many entries, one has an entry that is outside.
        file[4 * 4096] = 77;
        file[(5 * 4096) + 8] = 0x40;
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan((6 * 4096) + 10), 60_000);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan((7 * 4096) + 16 + 12), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan((8 * 4096) + 12), 1_000);

        Walk(file).Should().Equal(
            "page 4 of bucket 'b': found page 77 instead",
            "page 5 of bucket 'b': it is neither a branch nor a leaf (its flags are 64)",
            "page 6 of bucket 'b': it says that it has 60000 entries, which do not fit into it",
            "page 7 of bucket 'b': entry 1 of 8 does not lie in it",
            $"page 8 of bucket 'b': it goes on for 1000 pages, past the end of the file, which has {file.Length / 4096} pages");
        _found.Should().HaveCount(64 - 33);
    }

    [Fact]
    public void Pages_that_lead_to_each_other_come_to_an_end()
    {
        var bucket = new BoltBucket();
        for (var i = 0; i < 64; i++)
            bucket.With($"k{i:000}", $"v{i}");
        var file = new BoltWriter().Write(new BoltBucket().With("b", bucket));
        var branches = Branches(file).ToList();

        // Each lower branch leads to the top one again.
        var top = branches[^1];
        foreach (var branch in branches.SkipLast(1))
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan((branch * 4096) + 16 + 8), (ulong)top);

        Walk(file).Should().HaveCount(2).And.OnlyContain(damage => damage == $"page {top} of bucket 'b': the page is referenced more than once");
        _found.Should().HaveCount(64 - 16);
    }

    [Fact]
    public void Entries_that_share_their_bytes_are_not_multiplied()
    {
        var bucket = new BoltBucket();
        for (var i = 0; i < 8; i++)
            bucket.With($"k{i}", new string('x', 400));
        var file = new BoltWriter().Write(new BoltBucket().With("b", bucket));
        for (var i = 0; i < 8; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan((4 * 4096) + 16 + (i * 16) + 12), 3_000);

        Walk(file).Should().HaveCount(7).And.OnlyContain(place => place.Contains("does not lie in it"));
    }

    [Fact]
    public void Buckets_that_lie_are_named()
    {
        var file = new BoltWriter().Write(new BoltBucket().With("cut", "123").With("none", new string('\0', 20)).With("far", "\u0001\u0001\0\0\0\0\0\0\0\0\0\0\0\0\0\0").With("k", "v"));

        // The three first, by key, become buckets; the last one is a value.
        foreach (var i in new[] { 0, 1, 3 })
            file[(3 * 4096) + 16 + (i * 16)] = 1;

        Walk(file).Should().Equal("bucket 'cut': it is cut off", $"page 257 of bucket 'far': it is past the end of the file, which has {file.Length / 4096} pages", "bucket 'none': it has no page");
        _found.Should().Equal(": k=v");
    }

    [Fact]
    public void What_another_process_writes_is_left_alone()
    {
        var path = Save(new BoltWriter().Write(new BoltBucket()));
        using var writing = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var opening = () => BoltFile.Open(path);

        opening.Should().Throw<IOException>();
    }

    [Fact]
    public void No_single_byte_that_is_wrong_ends_it_badly()
    {
        var bucket = new BoltBucket();
        for (var i = 0; i < 40; i++)
            bucket.With($"k{i:000}", $"v{i}");
        var whole = new BoltWriter { PageSize = 1024 }.Write(new BoltBucket().With("b", bucket).With("c", new BoltBucket { IsInline = true }.With("k", "v")));
        var path = _folder.Of("kapacitor.db");
        for (var at = 0; at < whole.Length; at += 3)
        {
            var file = whole.ToArray();
            file[at] ^= 0xFF;
            File.WriteAllBytes(path, file);
            using var opened = BoltFile.Open(path);
            opened.Walk(_ => { });
        }
    }

    private IReadOnlyList<string> Walk(byte[] bytes)
    {
        using var file = BoltFile.Open(Save(bytes));
        file.Walk(item => _found.Add($"{string.Join('/', item.Buckets)}: {item.Key}={Encoding.UTF8.GetString(item.Value.Span)}"));
        return [.. file.Problems.Select(problem => $"{problem.Place}: {problem.Why}")];
    }

    private Func<object> Opening(byte[] bytes) => () => BoltFile.Open(Save(bytes));

    private string Save(byte[] bytes)
    {
        File.WriteAllBytes(_folder.Of("kapacitor.db"), bytes);
        return _folder.Of("kapacitor.db");
    }

    private static IEnumerable<int> Branches(byte[] file) =>
        Enumerable.Range(2, (file.Length / 4096) - 2).Where(page => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan((page * 4096) + 8)) == 1);
}
