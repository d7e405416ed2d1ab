using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Shadows;

/// <summary>
/// What a task and its shadow raised, in memory, and what of it the file does not hold yet, which is only appended to: the header, then a line for each
/// change. To be used by one thread at a time.
/// </summary>
/// <param name="path">The file; null keeps it in memory.</param>
internal sealed class ShadowJournal(string? path)
{
    /// <summary>Changes that are noted; of a shadow that raises more the rest is left.</summary>
    public const int Most = 20_000;

    private readonly List<ShadowChange> _changes = [];
    private readonly Dictionary<(bool IsShadow, string Id), AlertLevel> _levels = [];

    // So many changes are in the file, or on their way to it.
    private int _taken;
    private bool _isAnew;

    /// <summary>The file; null keeps it in memory.</summary>
    public string? Path => path;

    /// <summary>Null before it has begun.</summary>
    public ShadowHeader? Header { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Begin(ShadowHeader header)
    {
        Header = header;
        _changes.Clear();
        _levels.Clear();
        (_taken, _isAnew) = (0, true);
    }

    /// <returns>False when there is nothing to note.</returns>
    public bool Note(bool isShadow, AlertEvent alert)
    {
        if (Header is null || _changes.Count >= Most || _levels.GetValueOrDefault((isShadow, alert.Id)) == alert.Level)
            return false;
        Add(new ShadowChange(isShadow, alert.Id, alert.UnixNanoseconds, alert.Level, alert.Message));
        return true;
    }

    /// <summary>What is to be written; null when nothing is.</summary>
    public ShadowLines? Take()
    {
        if (path is null || Header is null || (!_isAnew && _taken == _changes.Count))
            return null;
        var lines = new ShadowLines(path, _isAnew ? Header : null, _changes[_taken..]);
        (_taken, _isAnew) = (_changes.Count, false);
        return lines;
    }

    /// <summary>What was taken could not be written: the whole file is, with what comes next.</summary>
    public void Untake() => (_taken, _isAnew) = (0, true);

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

        _taken = _changes.Count;
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
