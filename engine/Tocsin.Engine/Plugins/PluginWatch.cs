using Microsoft.Extensions.Logging;
using Tocsin.Engine.Watching;

namespace Tocsin.Engine.Plugins;

/// <summary>
/// Notices which plugin folders changed, once they have been quiet for a while: a folder that is being copied is not taken. Looks every
/// few seconds, as notices of a file system get lost and network folders send none. Not safe for several threads at once.
/// </summary>
internal sealed class PluginWatch(string folder, TimeProvider time, ILogger log)
{
    /// <summary>How long a folder must not have changed.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    // A disk that is full stays full for a while, and every attempt writes to it.
    private static readonly TimeSpan LongestPatience = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, FolderPrint> _settled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (FolderPrint? Print, long Since, TimeSpan Patience)> _restless = new(StringComparer.Ordinal);
    private bool _isBlind;

    /// <summary>True while a folder changed and has not been quiet for long enough.</summary>
    public bool IsRestless => _restless.Values.Any(folder => folder.Patience == Quiet);

    /// <summary>The folders of plugins that changed and are quiet now, by id; those that are gone among them.</summary>
    /// <param name="isPatient">False to take what is there without waiting, as at the start or when somebody asks for it.</param>
    public IReadOnlyList<string> Look(bool isPatient)
    {
        if (Prints() is not { } prints)
            return [];

        var due = new List<string>();
        foreach (var id in _settled.Keys.Union(prints.Keys).Order(StringComparer.Ordinal).ToArray())
        {
            if (IsDue(id, prints.TryGetValue(id, out var print) ? print : null, isPatient))
                due.Add(id);
        }

        return due;
    }

    /// <summary>What is in a folder now; null when it is gone.</summary>
    public FolderPrint? PrintOf(string id)
    {
        try
        {
            return PrintIn(Path.Combine(folder, id));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A folder was taken as it was, and does not count as changed until it is something else.</summary>
    public void Settle(string id, FolderPrint? print)
    {
        _restless.Remove(id);
        if (print is { } known)
            _settled[id] = known;
        else
            _settled.Remove(id);
    }

    /// <summary>A folder could not be taken although nothing seems wrong with it: it is due again later, after a longer time with every attempt, or when it changes.</summary>
    public void Postpone(string id, FolderPrint? print)
    {
        var last = _restless.TryGetValue(id, out var before) && before.Print == print ? before.Patience : Quiet;
        _restless[id] = (print, time.GetTimestamp(), last * 2 < LongestPatience ? last * 2 : LongestPatience);
    }

    private static FolderPrint PrintIn(string plugin) => FolderPrint.Of(PluginFiles.In(plugin));

    private bool IsDue(string id, FolderPrint? print, bool isPatient)
    {
        var isSettled = _settled.TryGetValue(id, out var settled) ? print == settled : print is null;
        if (isSettled)
        {
            _restless.Remove(id);
            return false;
        }

        if (!isPatient)
            return true;
        if (_restless.TryGetValue(id, out var before) && before.Print == print)
            return time.GetElapsedTime(before.Since) >= before.Patience;
        _restless[id] = (print, time.GetTimestamp(), Quiet);
        return false;
    }

    /// <summary>Null when the folder of plugins itself cannot be read: a disk that is gone for a moment must not cost all plugins.</summary>
    private Dictionary<string, FolderPrint>? Prints()
    {
        try
        {
            var prints = PluginLoader.FoldersOf(folder).ToDictionary(path => Path.GetFileName(path), PrintIn, StringComparer.Ordinal);
            _isBlind = false;
            return prints;
        }
        catch (DirectoryNotFoundException) when (_settled.Count == 0)
        {
            // There need not be plugins; or a folder went away while it was looked at, and the next look knows more.
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_isBlind)
                PluginLog.CannotScan(log, folder, e.Message);
            _isBlind = true;
            return null;
        }
    }
}
