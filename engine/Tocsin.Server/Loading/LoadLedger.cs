using System.Text.Json;
using Tocsin.Engine.Alerts;
using Tocsin.Engine.Storage;

namespace Tocsin.Server.Loading;

/// <summary>Remembers over restarts what came out of a load folder, in a file beside the server's state.</summary>
internal sealed class LoadLedger(string path)
{
    public static string KeyOf(HandlerSpec spec) => spec.Topic + "/" + spec.Id;

    public static (string Topic, string Id) SpecOf(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return (key[..slash], key[(slash + 1)..]);
    }

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

    public void Write(Entries entries)
    {
        // Replaced whole: a crash leaves the old or the new one.
        using (var file = PrivateFile.Open(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None))
            JsonSerializer.Serialize(file, entries);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Ids by kind; handlers as <c>topic/id</c>.</summary>
    internal sealed record Entries
    {
        public SortedSet<string> Templates { get; init; } = new(StringComparer.Ordinal);

        public SortedSet<string> Tasks { get; init; } = new(StringComparer.Ordinal);

        public SortedSet<string> Handlers { get; init; } = new(StringComparer.Ordinal);

        public SortedSet<string> Sources { get; init; } = new(StringComparer.Ordinal);

        public Entries With(Entries other)
        {
            Templates.UnionWith(other.Templates);
            Tasks.UnionWith(other.Tasks);
            Handlers.UnionWith(other.Handlers);
            Sources.UnionWith(other.Sources);
            return this;
        }
    }
}
