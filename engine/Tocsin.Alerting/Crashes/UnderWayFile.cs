using System.Text;
using Microsoft.Win32.SafeHandles;
using Tocsin.Alerting.Foreign;

namespace Tocsin.Alerting.Crashes;

/// <summary>
/// What is under way, in a file that outlives the process: a slot each, in place, without waiting for the disk. Two small writes to memory
/// of the system for each mark, and no byte more on the disk than when it was opened, so that a full one does not matter. A run that ends
/// as it should deletes it. Safe for any thread.
/// </summary>
internal sealed class UnderWayFile : IDisposable
{
    private const int CauseSize = 4096;
    private const int SlotSize = 512;
    private const int SlotCount = 1024;
    private const char Separator = '\n';

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly FileStream _file;
    private readonly SafeFileHandle _handle;
    private readonly string?[] _now = new string?[SlotCount];
    private string _last = "";
    private readonly Stack<int> _free = new(Enumerable.Range(0, SlotCount));

    private UnderWayFile(string path, FileStream file)
    {
        _path = path;
        _file = file;
        _handle = file.SafeFileHandle;
    }

    /// <summary>Opens the file and empties it.</summary>
    /// <param name="end">How the process before ended.</param>
    /// <exception cref="IOException">It cannot be written, or another process has it.</exception>
    public static UnderWayFile Open(string path, out LastEnd end)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        try
        {
            var content = new byte[file.Length];
            file.ReadExactly(content);
            end = Read(content);
            file.Position = 0;
            file.Write(new byte[CauseSize + (SlotCount * SlotSize)]);
            return new UnderWayFile(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Notes that something begins. Without a free slot it goes unnoted.</summary>
    public UnderWay Begin(Mark mark)
    {
        int slot;
        lock (_gate)
        {
            _last = mark.Describe();
            if (!_free.TryPop(out slot))
                return default;
            _now[slot] = _last;
        }

        Write(CauseSize + (slot * SlotSize), SlotSize, string.Join(Separator, mark.What, mark.Event, mark.Code.Version, mark.Code.Name));
        return new UnderWay(this, slot);
    }

    public void End(int slot)
    {
        Write(CauseSize + (slot * SlotSize), sizeof(ushort), "");
        lock (_gate)
        {
            _now[slot] = null;
            _free.Push(slot);
        }
    }

    /// <summary>What is under way, each once; what began last when nothing is.</summary>
    public IReadOnlyList<string> Now
    {
        get
        {
            lock (_gate)
            {
                var now = _now.OfType<string>().Distinct().ToList();
                return now.Count > 0 || _last.Length == 0 ? now : [_last];
            }
        }
    }

    /// <summary>Notes what the process dies of.</summary>
    public void WriteCause(string cause) => Write(0, CauseSize, cause);

    /// <summary>All that the file holds now.</summary>
    public byte[] Content()
    {
        var content = new byte[CauseSize + (SlotCount * SlotSize)];
        RandomAccess.Read(_handle, content, 0);
        return content;
    }

    /// <summary>The process ends as it should.</summary>
    public void Dispose()
    {
        try
        {
            // Where an open file cannot be deleted, an empty one says as much.
            _file.SetLength(0);
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException)
        {
            // The folder is gone, and the file with it; or a second signal came while the first was obeyed.
        }

        _file.Dispose();
    }

    private void Write(int place, int size, string text)
    {
        var bytes = new byte[sizeof(ushort) + Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = Math.Min(Encoding.UTF8.GetBytes(text, bytes.AsSpan(sizeof(ushort))), size - sizeof(ushort));
        BitConverter.TryWriteBytes(bytes, (ushort)length);
        try
        {
            RandomAccess.Write(_handle, bytes.AsSpan(0, sizeof(ushort) + length), place);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A disk that is gone, or a call that comes back after the end: what is not noted is only not known after a crash.
        }
    }

    private static LastEnd Read(byte[] content)
    {
        if (content.Length != CauseSize + (SlotCount * SlotSize))
            return LastEnd.Orderly;

        var left = new List<Mark>();
        for (var place = CauseSize; place < content.Length; place += SlotSize)
        {
            if (TextAt(content, place, SlotSize).Split(Separator) is [var what, var key, var version, var name])
                left.Add(new Mark(what, key, new ForeignCode(name, version)));
        }

        return new LastEnd(IsDeath: true, left, CrashCause.Read(TextAt(content, 0, CauseSize)));
    }

    private static string TextAt(byte[] content, int place, int size)
    {
        var length = Math.Min(BitConverter.ToUInt16(content, place), size - sizeof(ushort));
        return Encoding.UTF8.GetString(content, place + sizeof(ushort), length);
    }
}
