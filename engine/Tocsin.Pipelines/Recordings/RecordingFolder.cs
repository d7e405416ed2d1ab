using System.Text;
using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Storage;
using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Recordings.Files;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Pipelines.Recordings;

/// <summary>
/// The files of recordings: <c>ID.srpl</c> for points, <c>ID.brpl</c> for batches. One that is being made has another name, so that what bears
/// its own is whole.
/// </summary>
/// <param name="path">The folder; null for one that goes with the object.</param>
internal sealed class RecordingFolder(string? path, ILogger log) : IDisposable
{
    private const string StreamExtension = ".srpl";
    private const string BatchExtension = ".brpl";
    private const string UnfinishedExtension = ".unfinished";
    private const string SavedExtension = ".saved";

    /// <summary>File systems take names of 255 bytes.</summary>
    private const int LongestName = 200;

    private readonly Lazy<string> _path = new(() =>
    {
        if (path is null)
            return Directory.CreateTempSubdirectory("tocsin-replay-").FullName;
        PrivateFile.CreateFolder(path);
        return Path.GetFullPath(path);
    });

    /// <summary>What all files take.</summary>
    public RecordingSpace Space { get; } = new();

    /// <summary>Where the whole file of a recording is.</summary>
    public string PathOf(string id, EdgeKind type) => Path.Combine(_path.Value, id + (type == EdgeKind.Batch ? BatchExtension : StreamExtension));

    /// <summary>Where the file of a recording is that is being made.</summary>
    public string UnfinishedPathOf(Recording recording) => PathOf(recording.Id, recording.Type) + UnfinishedExtension;

    /// <summary>An id that can be part of a file's name; a new one when it is empty.</summary>
    /// <exception cref="DefinitionException">It cannot.</exception>
    public static string CheckId(string id)
    {
        id = DefinitionId.Check(id, "recording");
        return Encoding.UTF8.GetByteCount(id) is var length and > LongestName
            ? throw DefinitionException.Invalid($"recording ID cannot be used: it has {length} bytes, and the names of files have room for {LongestName}")
            : id;
    }

    /// <summary>Begins the file of a recording.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public BoundedFile Create(Recording recording, ReplayOptions options) => Begin(UnfinishedPathOf(recording), options);

    /// <summary>Gives the file of a recording its name, now that it is whole.</summary>
    /// <returns>Its bytes.</returns>
    public long Finish(Recording recording)
    {
        var whole = PathOf(recording.Id, recording.Type);
        File.Move(UnfinishedPathOf(recording), whole, overwrite: true);
        return new FileInfo(whole).Length;
    }

    /// <summary>Removes what was begun.</summary>
    public void Discard(Recording recording) => Remove(UnfinishedPathOf(recording));

    /// <summary>Removes the file of a recording.</summary>
    public void Delete(Recording recording) => Remove(PathOf(recording.Id, recording.Type));

    /// <summary>Begins the whole file that is made of one that a crash cut off.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public BoundedFile CreateSaved(Recording recording, ReplayOptions options) => Begin(SavedPathOf(recording), options);

    /// <summary>Makes what was saved the file of the recording.</summary>
    /// <returns>Its bytes.</returns>
    public long FinishSaved(Recording recording)
    {
        var whole = PathOf(recording.Id, recording.Type);
        File.Move(SavedPathOf(recording), whole, overwrite: true);
        Remove(UnfinishedPathOf(recording));
        return new FileInfo(whole).Length;
    }

    /// <summary>Removes what was saved so far; it can be saved again.</summary>
    public void DiscardSaved(Recording recording) => Remove(SavedPathOf(recording));

    /// <summary>Whether a crash left a file of points without its end.</summary>
    public bool IsCutOff(Recording recording) => path is not null && recording.Type == EdgeKind.Stream && File.Exists(UnfinishedPathOf(recording));

    /// <summary>Removes what a crash left of recordings that nobody knows.</summary>
    public void DiscardCutOff(IReadOnlyList<Recording> known)
    {
        if (path is null || !Directory.Exists(path))
            return;
        foreach (var file in Directory.EnumerateFiles(_path.Value, "*" + UnfinishedExtension).Except(known.Select(UnfinishedPathOf)).ToList())
            Remove(file);
    }

    /// <summary>The whole files there are, and how many bytes each has. Of what a crash left unfinished, points stay, see <see cref="IsCutOff"/>.</summary>
    public IReadOnlyList<Recording> Find()
    {
        var found = new List<Recording>();
        if (path is null || !Directory.Exists(path))
            return found;
        foreach (var file in new DirectoryInfo(path).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            if (file.Extension == SavedExtension || (file.Extension == UnfinishedExtension && !file.Name.EndsWith(StreamExtension + UnfinishedExtension, StringComparison.Ordinal)))
            {
                file.Delete();
                continue;
            }

            if (file.Extension == UnfinishedExtension)
                Space.Add(file.Length);
            if (TypeOf(file) is not { } type)
                continue;
            var id = Path.GetFileNameWithoutExtension(file.Name);
            if (!IsId(id))
            {
                RecordingLog.NoId(log, file.FullName);
                continue;
            }

            Space.Add(file.Length);
            var problem = ProblemOf(file.FullName, type);
            found.Add(new Recording
            {
                Id = id, Type = type, Date = file.LastWriteTimeUtc, Bytes = file.Length, Status = problem is null ? RunStatus.Finished : RunStatus.Failed, Error = problem is null ? "" : $"{file.FullName}: {problem}",
            });
        }

        return found;
    }

    public void Dispose()
    {
        if (path is null && _path.IsValueCreated && Directory.Exists(_path.Value))
            Directory.Delete(_path.Value, recursive: true);
    }

    // A pipe of that name would be waited for.
    private BoundedFile Begin(string path, ReplayOptions options)
    {
        if (File.Exists(path) && RegularFile.Behind(path) is null)
            File.Delete(path);
        return new BoundedFile(path, Space, options.Limits());
    }

    // Files of other programs may have such names.
    private static string? ProblemOf(string path, EdgeKind type)
    {
        try
        {
            if (RegularFile.Behind(path) is not { } file)
                return RecordingFile.Irregular;
            using var begin = file.OpenRead();
            return PackedHead.ProblemOf(begin, type);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return $"the file cannot be read: {problem.Message}";
        }
    }

    private static EdgeKind? TypeOf(FileInfo file) => file.Extension switch
    {
        StreamExtension => EdgeKind.Stream,
        BatchExtension => EdgeKind.Batch,
        _ => null,
    };

    private static bool IsId(string name)
    {
        try
        {
            return name.Length > 0 && CheckId(name) == name;
        }
        catch (DefinitionException)
        {
            return false;
        }
    }

    private string SavedPathOf(Recording recording) => PathOf(recording.Id, recording.Type) + SavedExtension;

    private void Remove(string file)
    {
        var bytes = new FileInfo(file) is { Exists: true } there ? there.Length : 0;
        File.Delete(file);
        Space.Add(-bytes);
    }
}
