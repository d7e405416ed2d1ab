using System.Text.Json;
using Tocsin.Alerting.Storage;

namespace Tocsin.Server.Loading;

/// <summary>Remembers over restarts what came out of a load folder, in a file beside the server's state.</summary>
internal sealed class LoadLedger(string path)
{
    /// <summary>What was loaded last; nothing when that is not known.</summary>
    public Entries Read()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Entries>(File.ReadAllText(path)) ?? new Entries() : new Entries();
        }
        catch (JsonException)
        {
            // A file that somebody spoiled: nothing is deleted on its word.
            return new Entries();
        }
    }

    /// <summary>Writes what was loaded, unless the file says so already.</summary>
    /// <returns>Null, or why it could not be written.</returns>
    public string? Write(Entries entries)
    {
        if (File.Exists(path) && Read().Equals(entries))
            return null;
        try
        {
            // Replaced whole: a crash leaves the old or the new one.
            using (var file = PrivateFile.Open(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None))
                JsonSerializer.Serialize(file, entries);
            File.Move(path + ".new", path, overwrite: true);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be written, so that what comes new out of the folder now is not deleted with its file after a restart: {problem.Message}";
        }
    }

    /// <summary>Ids by kind; handlers as <c>topic/id</c>.</summary>
    internal sealed record Entries
    {
        public SortedSet<string> Templates { get; init; } = new(StringComparer.Ordinal);

        public SortedSet<string> Tasks { get; init; } = new(StringComparer.Ordinal);

        public SortedSet<string> Handlers { get; init; } = new(StringComparer.Ordinal);

        public SortedSet<string> Sources { get; init; } = new(StringComparer.Ordinal);

        public SortedSet<string> Silences { get; init; } = new(StringComparer.Ordinal);

        public SortedSet<string> Drills { get; init; } = new(StringComparer.Ordinal);

        public bool Equals(Entries? other) =>
            other is not null && Templates.SetEquals(other.Templates) && Tasks.SetEquals(other.Tasks) && Handlers.SetEquals(other.Handlers) && Sources.SetEquals(other.Sources)
            && Silences.SetEquals(other.Silences) && Drills.SetEquals(other.Drills);

        public override int GetHashCode() => HashCode.Combine(Templates.Count, Tasks.Count, Handlers.Count, Sources.Count);

        public Entries With(Entries other)
        {
            Templates.UnionWith(other.Templates);
            Tasks.UnionWith(other.Tasks);
            Handlers.UnionWith(other.Handlers);
            Sources.UnionWith(other.Sources);
            Silences.UnionWith(other.Silences);
            Drills.UnionWith(other.Drills);
            return this;
        }
    }
}
