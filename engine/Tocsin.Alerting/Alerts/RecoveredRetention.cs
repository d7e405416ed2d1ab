using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Storage;

namespace Tocsin.Alerting.Alerts;

/// <summary>
/// Forgets alert ids that are OK: those that were longest when there are too many in a topic, and those that are old by the time of the topic's
/// data. What an id that is forgotten does next is told as if it came for the first time, as it is of one that is OK.
/// </summary>
internal sealed class RecoveredRetention(Topics topics, IStateStore store, LiveSetting<AlertOptions> settings)
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

        await ForgetAsync(chosen).ConfigureAwait(false);
        return true;
    }

    // One topic after the other: the lock is held for a short time only.
    private List<(string Topic, string Id)> Find()
    {
        var options = settings.Current;
        string[] names;
        lock (topics.Gate)
            names = [.. topics.All.Select(topic => topic.Name)];
        var found = new List<(string Topic, string Id)>();
        foreach (var name in names)
        {
            lock (topics.Gate)
            {
                if (topics.Known(name) is { Ids.Ok: > 0 } topic)
                    found.AddRange(topic.Recovered(options.KeepRecovered, options.RecoveredRows));
            }
        }

        return found;
    }

    private Task ForgetAsync(List<(string Topic, string Id)> chosen)
    {
        lock (topics.Gate)
        {
            var gone = new List<(int Number, string Id)>();
            foreach (var (name, id) in chosen)
            {
                // It may have come back meanwhile.
                if (!topics.TryFind(name, id, out var topic, out var place) || !place.IsOver)
                    continue;
                topic.Remove(place);
                gone.Add((topic.Number, id));
            }

            return store.CommitAsync(writer =>
            {
                foreach (var (number, id) in gone)
                    writer.RemoveEvent(number, id);
            });
        }
    }
}
