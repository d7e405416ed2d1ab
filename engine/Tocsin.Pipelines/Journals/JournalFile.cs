using Microsoft.Win32.SafeHandles;
using Tocsin.Alerting.Storage;

namespace Tocsin.Pipelines.Journals;

/// <summary>The file of the journal that is written to. For one thread at a time.</summary>
internal sealed class JournalFile : IDisposable
{
    private readonly FileStream _file;

    private JournalFile(string path, FileStream file, long length) => (Path, _file, Length) = (path, file, length);

    public string Path { get; }

    /// <summary>Where the last whole record ends.</summary>
    public long Length { get; private set; }

    private SafeFileHandle Handle => _file.SafeFileHandle;

    /// <summary>Begins another file.</summary>
    public static JournalFile Create(string path, JournalHeader header)
    {
        var file = PrivateFile.Open(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        try
        {
            RandomAccess.Write(file.SafeFileHandle, header.ToBytes(), 0);
            return new JournalFile(path, file, JournalHeader.Length);
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Goes on with a file.</summary>
    /// <param name="length">Where its last whole record ends; what follows is cut off.</param>
    public static JournalFile Open(string path, long length)
    {
        var file = PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        if (file.Length > length)
            RandomAccess.SetLength(file.SafeFileHandle, length);
        return new JournalFile(path, file, length);
    }

    /// <summary>Adds records. What was written of them in vain is cut off.</summary>
    public void Append(IReadOnlyList<ReadOnlyMemory<byte>> chunks, bool syncs)
    {
        try
        {
            RandomAccess.Write(Handle, chunks, Length);
            if (syncs)
                RandomAccess.FlushToDisk(Handle);
        }
        catch
        {
            CutBack();
            throw;
        }

        for (var i = 0; i < chunks.Count; i++)
            Length += chunks[i].Length;
    }

    public void Dispose() => _file.Dispose();

    // If that fails too, the next records are written over it, and what then is behind them is no record.
    private void CutBack()
    {
        try
        {
            RandomAccess.SetLength(Handle, Length);
        }
        catch (IOException)
        {
            // The disk has said already what is wrong with it.
        }
    }
}
