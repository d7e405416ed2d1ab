using Tocsin.Alerting.Storage.Records;

namespace Tocsin.Pipelines.Nodes.Stats;

/// <summary>Groups that a deadman begins to watch, still watches, or no longer does.</summary>
/// <param name="groups">Keys, and when data came last in seconds since 1970; null for a group that is watched no longer.</param>
internal sealed class WatchedGroupsChange(string task, string stream, IReadOnlyList<(string Key, long? Seen)> groups) : StateChange
{
    public override bool IsUrgent => false;

    public override void Apply(IStateWriter writer)
    {
        foreach (var (key, seen) in groups)
        {
            if (seen is { } at)
                writer.SaveWatchedGroup(task, stream, key, at);
            else
                writer.RemoveWatchedGroup(task, stream, key);
        }
    }
}
