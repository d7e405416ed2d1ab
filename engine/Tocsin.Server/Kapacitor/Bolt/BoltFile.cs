using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Tocsin.Server.Kapacitor.Bolt;

/// <summary>
/// Reads a file of BoltDB, the database in which Kapacitor keeps what it knows, as it stands after its last commit. A B+tree of pages: branches lead
/// to leaves, and leaves have keys with values, of which some are buckets, trees of their own. Damage costs what it covers, and each page is looked at
/// once, so that nothing that a file says can make it go on for ever.
/// </summary>
internal sealed class BoltFile : IDisposable
{
    /// <summary>Bytes of a page with those that continue it, and so of a value.</summary>
    private const int MostRun = 256 * 1024 * 1024;

    /// <summary>Branches above a leaf. A tree of three has millions of keys.</summary>
    private const int MostLevels = 32;

    /// <summary>Buckets in buckets.</summary>
    private const int MostBuckets = 16;

    /// <summary>Damaged places that are named one by one.</summary>
    private const int MostProblems = 100;

    private readonly SafeFileHandle _file;
    private readonly BoltMeta _meta;
    private readonly ulong _pages;
    private readonly List<BoltDamage> _problems = [];
    private readonly HashSet<ulong> _seen = [];

    private BoltFile(SafeFileHandle file, BoltMeta meta)
    {
        (_file, _meta) = (file, meta);
        _pages = (ulong)RandomAccess.GetLength(file) / (ulong)meta.PageSize;
        if (_pages < meta.Pages)
            _problems.Add(new BoltDamage("file", $"it ends after {_pages} of {meta.Pages} pages of {meta.PageSize} bytes: it was cut off"));
    }

    /// <summary>What of the file could not be read. Complete when the file has been walked.</summary>
    public IReadOnlyList<BoltDamage> Problems => _problems;

    /// <summary>Opens a file. What another process has open to write is left alone.</summary>
    /// <exception cref="IOException">It cannot be read, or a process has it open.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="BoltException">It is no such file, or nothing of it can be found.</exception>
    public static BoltFile Open(string path)
    {
        // Who writes holds a lock on all of it, as this does for reading: pages of two commits would fit nowhere.
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return new BoltFile(file, MetaOf(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Hands over all keys of all buckets, in order. To be called once.</summary>
    public void Walk(Action<BoltItem> found) => Tree(_meta.Root, [], 0, found);

    public void Dispose() => _file.Dispose();

    private static BoltMeta MetaOf(SafeFileHandle file)
    {
        var first = BytesAt(file, 0, BoltMeta.Size);
        if (BoltMeta.TryRead(first, out var meta, out var why))
            return BoltMeta.TryRead(BytesAt(file, meta.PageSize, BoltMeta.Size), out var other, out _) && other.PageSize == meta.PageSize && other.Transaction > meta.Transaction ? other : meta;

        // Where the second one stands only the first one says.
        for (var size = BoltMeta.LeastPageSize; size <= BoltMeta.MostPageSize; size *= 2)
        {
            if (BoltMeta.TryRead(BytesAt(file, size, BoltMeta.Size), out var second, out _) && second.PageSize == size)
                return second;
        }

        throw new BoltException(why);
    }

    private void Tree(ulong id, string[] buckets, int level, Action<BoltItem> found)
    {
        try
        {
            var page = Read(id);
            if (page.IsLeaf)
                Leaf(page, PageOf(id, buckets), buckets, found);
            else if (!page.IsBranch)
                throw new BoltException($"it is neither a branch nor a leaf (its flags are {page.Flags})");
            else if (level == MostLevels)
                throw new BoltException($"there are more than {MostLevels} branches above it");
            else
            {
                foreach (var child in page.Children())
                    Tree(child, buckets, level + 1, found);
            }
        }
        catch (BoltException damage)
        {
            Report(PageOf(id, buckets), damage.Message);
        }
    }

    private void Leaf(BoltPage page, string place, string[] buckets, Action<BoltItem> found)
    {
        foreach (var (key, value, isBucket) in page.Entries(damage => Report(place, damage)))
        {
            var name = Encoding.UTF8.GetString(key.Span);
            if (isBucket)
                Bucket(value, [.. buckets, name], found);
            else
                found(new BoltItem(buckets, name, value));
        }
    }

    // A small bucket stands as a page in the value itself.
    private void Bucket(ReadOnlyMemory<byte> value, string[] buckets, Action<BoltItem> found)
    {
        var place = $"bucket '{string.Join('/', buckets)}'";
        try
        {
            if (buckets.Length > MostBuckets)
                throw new BoltException($"there are more than {MostBuckets} buckets around it");
            if (value.Length < BoltPage.HeaderSize)
                throw new BoltException("it is cut off");
            if (System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(value.Span) is var root and > 0)
                Tree(root, buckets, 0, found);
            else if (value.Length < 2 * BoltPage.HeaderSize || new BoltPage(value[BoltPage.HeaderSize..]) is not { IsLeaf: true } page)
                throw new BoltException("it has no page");
            else
                Leaf(page, place, buckets, found);
        }
        catch (BoltException damage)
        {
            Report(place, damage.Message);
        }
    }

    private BoltPage Read(ulong id)
    {
        if (id < 2)
            throw new BoltException("a bucket refers to a meta page");
        if (id >= _pages)
            throw new BoltException($"it is past the end of the file, which has {_pages} pages");
        if (!_seen.Add(id))
            throw new BoltException("the page is referenced more than once");
        var at = (long)id * _meta.PageSize;
        var header = new BoltPage(BytesAt(_file, at, BoltPage.HeaderSize));
        if (header.Id != id)
            throw new BoltException($"found page {header.Id} instead");
        var length = (header.Overflow + 1L) * _meta.PageSize;
        if (header.Overflow >= _pages - id)
            throw new BoltException($"it goes on for {header.Overflow} pages, past the end of the file, which has {_pages} pages");
        if (length > MostRun)
            throw new BoltException($"it goes on for {length} bytes, more than the {MostRun} that are read at once");
        var bytes = BytesAt(_file, at, (int)length);
        return bytes.Length == length ? new BoltPage(bytes) : throw new BoltException("it is cut off");
    }

    private void Report(string place, string why)
    {
        if (_problems.Count < MostProblems)
            _problems.Add(new BoltDamage(place, why));
        else if (_problems.Count == MostProblems)
            _problems.Add(new BoltDamage("*", "there are more damaged places"));
    }

    private static string PageOf(ulong id, string[] buckets) => buckets.Length > 0 ? $"page {id} of bucket '{string.Join('/', buckets)}'" : $"page {id}";

    // Fewer at the end of the file.
    private static byte[] BytesAt(SafeFileHandle file, long at, int count)
    {
        var bytes = new byte[count];
        var read = 0;
        while (read < count && RandomAccess.Read(file, bytes.AsSpan(read), at + read) is var more and > 0)
            read += more;
        return read == count ? bytes : bytes[..read];
    }
}
