using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Deliveries;

namespace Tocsin.Alerting.Alerts;

/// <summary>
/// Forgets alert ids that are OK: those that were longest when there are too many in a topic, and those that are old by the time of the topic's
/// data. What an id that is forgotten does next is told as if it came for the first time, as it is of one that is OK.
/// </summary>
internal sealed class RecoveredRetention(Topics topics, LiveSetting<AlertOptions> settings)
{
    private Queue<(string Topic, string Id)>? _found;

    /// <summary>Forgets a few ids.</summary>
    /// <returns>Whether there are more.</returns>
    public async Task<bool> PruneAsync()
    {
        _found ??= new Queue<(string Topic, string Id)>(Find());
        var chosen = new List<(string Topic, string Id)>();
        while (chosen.Count < Retention.AtOnce && _found.TryDequeue(out var next))
            chosen.Add(next);
        if (chosen.Count == 0)
        {
            _found = null;
            return false;
        }

        await topics.CommitAsync(edit =>
        {
            // One may have come back meanwhile.
            foreach (var (topic, id) in chosen)
                edit.Forget(topic, id);
        }).ConfigureAwait(false);
        return true;
    }

    // One topic after the other: the lock is held for a short time only.
    private List<(string Topic, string Id)> Find()
    {
        var options = settings.Current;
        var names = topics.Read(static board => board.All.Select(topic => topic.Name).ToArray());
        var found = new List<(string Topic, string Id)>();
        foreach (var name in names)
            found.AddRange(topics.Read(board => board.Find(name) is { Ids.Ok: > 0 } topic ? topic.Recovered(options.KeepRecovered, options.RecoveredRows) : []));
        return found;
    }
}
