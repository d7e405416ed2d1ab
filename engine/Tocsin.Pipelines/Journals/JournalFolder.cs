using System.Globalization;
using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Storage;

namespace Tocsin.Pipelines.Journals;

/// <summary>The files of a journal, the oldest first. One process has them. For one thread at a time, but for <see cref="Files"/>.</summary>
internal sealed class JournalFolder : IDisposable
{
    private const string Ending = ".journal";

    private readonly FileStream _lock;
    private readonly ILogger _log;
    private volatile IReadOnlyList<Segment> _files;

    private JournalFolder(string folder, FileStream lockFile, ILogger log)
    {
        (Path, _lock, _log) = (folder, lockFile, log);
        _files = [.. Directory.EnumerateFiles(folder, "*" + Ending).Select(Segment.Of).OfType<Segment>().OrderBy(file => file.First)];
    }

    public string Path { get; }

    /// <summary>All of them, the oldest first. For any thread.</summary>
    public IReadOnlyList<Segment> Files => _files;

    /// <summary>Takes a folder, and makes it when it is missing.</summary>
    /// <exception cref="StoreException">It cannot be used, or another process has it.</exception>
    public static JournalFolder Take(string folder, ILogger log)
    {
        FileStream? lockFile = null;
        try
        {
            PrivateFile.CreateFolder(folder);
            lockFile = PrivateFile.Open(System.IO.Path.Combine(folder, "journal.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new JournalFolder(folder, lockFile, log);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            lockFile?.Dispose();
            throw new StoreException($"The journal in {folder} cannot be used: {problem.Message} Stop the server that uses it, let the user {Environment.UserName} write to it, or set journal.enabled: false.", problem);
        }
    }

    public JournalFile Begin(JournalHeader header)
    {
        var path = System.IO.Path.Combine(Path, header.First.ToString("D20", CultureInfo.InvariantCulture) + Ending);
        var file = JournalFile.Create(path, header);
        _files = [.. _files, new Segment(path, header.First, header.Created)];
        return file;
    }

    /// <summary>Sets a file aside that cannot be read.</summary>
    public void SetAside(Segment file, string why)
    {
        var aside = file.Path + ".damaged";
        File.Move(file.Path, aside, overwrite: true);
        _files = [.. _files.Where(other => other != file)];
        JournalLog.SetAside(_log, file.Path, why, aside);
    }

    /// <summary>Removes the oldest files, but for the last.</summary>
    /// <param name="isOver">Whether one may go: given the one that follows it, and the size of all that are left.</param>
    /// <returns>The position of the first entry that is left.</returns>
    public long GiveBack(Func<Segment, long, bool> isOver)
    {
        var files = _files.ToList();
        var size = files.Sum(file => file.Bytes);
        while (files.Count > 1 && isOver(files[1], size))
        {
            try
            {
                size -= files[0].Bytes;
                File.Delete(files[0].Path);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                JournalLog.NotRemoved(_log, files[0].Path, problem.Message);
                break;
            }

            files.RemoveAt(0);
            _files = [.. files];
        }

        return files.Count > 0 ? files[0].First : 0;
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>One file.</summary>
    /// <param name="First">The position of its first entry.</param>
    /// <param name="Created">When it was begun, and the one before it ended; in nanoseconds since 1970. What cannot be read counts as old.</param>
    internal sealed record Segment(string Path, long First, long Created)
    {
        public long Bytes => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

        public static Segment? Of(string path) =>
            long.TryParse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? new Segment(path, first, CreatedOf(path)) : null;

        private static long CreatedOf(string path)
        {
            try
            {
                using var reader = JournalReader.Open(path);
                return reader.Header.Created;
            }
            catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                // Whoever reads it says so.
                return 0;
            }
        }
    }
}
