using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Shadows;

/// <summary>
/// What a task and its shadow raised, in memory and in a file that is only appended to: the header, then a line for each change. To be used by one
/// thread at a time.
/// </summary>
/// <param name="path">The file; null keeps it in memory.</param>
internal sealed class ShadowJournal(string? path)
{
    /// <summary>Changes that are noted; of a shadow that raises more the rest is left.</summary>
    public const int Most = 20_000;

    private readonly List<ShadowChange> _changes = [];
    private readonly Dictionary<(bool IsShadow, string Id), AlertLevel> _levels = [];

    /// <summary>Null before it has begun.</summary>
    public ShadowHeader? Header { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Begin(ShadowHeader header)
    {
        Header = header;
        _changes.Clear();
        _levels.Clear();
        if (path is null)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // It is a file in a folder.
        File.WriteAllText(path, JsonSerializer.Serialize(header) + "\n");
    }

    public void Note(bool isShadow, AlertEvent alert)
    {
        if (Header is null || _changes.Count >= Most || _levels.GetValueOrDefault((isShadow, alert.Id)) == alert.Level)
            return;
        var change = new ShadowChange(isShadow, alert.Id, alert.UnixNanoseconds, alert.Level, alert.Message);
        Add(change);
        if (path is not null)
            File.AppendAllText(path, JsonSerializer.Serialize(change) + "\n");
    }

    /// <summary>Goes on with what the file holds; a line that was not written to its end is left out.</summary>
    public void Load()
    {
        foreach (var line in File.ReadAllLines(path!)) // Only one with a file is loaded.
        {
            try
            {
                if (Header is null)
                    Header = JsonSerializer.Deserialize<ShadowHeader>(line);
                else if (JsonSerializer.Deserialize<ShadowChange>(line) is { } change)
                    Add(change);
            }
            catch (JsonException)
            {
                // The process ended in the middle of it: what follows begins a line of its own.
                File.AppendAllText(path!, "\n");
            }
        }
    }

    public void Delete()
    {
        if (path is not null)
            File.Delete(path);
    }

    /// <summary>All of it, without the rest of what had begun before.</summary>
    public ShadowRecord Read()
    {
        var begun = (Header?.Open ?? []).SelectMany(id => new[] { (true, id), (false, id) }).ToHashSet();
        var changes = new List<ShadowChange>();
        foreach (var change in _changes)
        {
            if (!begun.Contains((change.IsShadow, change.Id)))
                changes.Add(change);
            else if (change.Level == AlertLevel.Ok)
                begun.Remove((change.IsShadow, change.Id));
        }

        return new ShadowRecord(Header?.Since ?? default, _changes.Count >= Most, changes);
    }

    private void Add(ShadowChange change)
    {
        _changes.Add(change);
        _levels[(change.IsShadow, change.Id)] = change.Level;
    }
}
