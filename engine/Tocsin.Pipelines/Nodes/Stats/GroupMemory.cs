using Tocsin.Alerting.Storage.Records;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Stats;

/// <summary>
/// The groups that a deadman watches, kept over restarts. A group is written down when it is seen first, then now and then while it lives;
/// points cost nothing. For the pipeline's thread only.
/// </summary>
/// <param name="edge">Where the groups' points pass.</param>
/// <param name="stream">See <see cref="WatchedStream.KeyOf"/>.</param>
/// <param name="forgetAfter">How long a group is watched that sends nothing; zero for ever.</param>
internal sealed class GroupMemory(Edge edge, ITaskRecords store, string stream, Duration forgetAfter, NodeContext context)
{
    /// <summary>A group that lives is written down again this often within the time after which it would be forgotten.</summary>
    private const int SavesBeforeForgotten = 8;

    private readonly Dictionary<Group, long> _counts = edge.CountGroups();
    private readonly Dictionary<Group, Watched> _groups = [];
    private readonly Dictionary<Group, long?> _changes = [];
    private readonly long _forgetAfter = forgetAfter.Nanoseconds / Duration.Second;

    private long Now => context.Services.Time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Takes up the groups of before and notes those that come and go from now on.</summary>
    public void Begin()
    {
        edge.Appeared += OnAppeared;
        edge.Disappeared += OnDisappeared;
        var now = Now;
        foreach (var row in store.ReadWatchedGroups(context.TaskId, stream))
        {
            // A clock that was wrong must not keep a group for years.
            var seen = Math.Min(row.Seen, now);
            if (GroupKey.TryRead(row.Key, context.Groups) is not { } group)
                continue;
            _counts.TryAdd(group, 0);
            _groups[group] = new Watched { Seen = seen, Saved = seen };
        }
    }

    /// <summary>Takes note of the counts, and gives up the groups that have sent nothing for too long.</summary>
    /// <returns>Those that were given up.</returns>
    public IReadOnlyList<Group> Look()
    {
        var now = Now;
        List<Group>? forgotten = null;
        foreach (var (group, watched) in _groups)
        {
            if (_counts.TryGetValue(group, out var count) && count != watched.Count)
            {
                (watched.Count, watched.Seen) = (count, now);
                if (_forgetAfter > 0 && now - watched.Saved >= _forgetAfter / SavesBeforeForgotten)
                    Save(group, watched);
            }
            else if (_forgetAfter > 0 && now - watched.Seen >= _forgetAfter)
            {
                (forgotten ??= []).Add(group);
            }
        }

        foreach (var group in forgotten ?? [])
        {
            _counts.Remove(group);
            OnDisappeared(group);
        }

        return forgotten ?? [];
    }

    /// <summary>Writes down what changed.</summary>
    public void Flush()
    {
        if (_changes.Count == 0)
            return;
        store.Enqueue(new WatchedGroupsChange(
            context.TaskId, stream, [.. _changes.Select(change => (GroupKey.Write(change.Key), change.Value))]));
        _changes.Clear();
    }

    private void OnAppeared(Group group)
    {
        var watched = _groups[group] = new Watched { Seen = Now };
        Save(group, watched);
    }

    private void OnDisappeared(Group group)
    {
        _groups.Remove(group);
        Change(group, null);
    }

    private void Save(Group group, Watched watched)
    {
        watched.Saved = watched.Seen;
        Change(group, watched.Seen);
    }

    // All groups of a write that are new go into one commit.
    private void Change(Group group, long? seen)
    {
        _changes[group] = seen;
        if (_changes.Count == 1)
            context.Post(Flush);
    }

    /// <summary>Times in seconds since 1970.</summary>
    private sealed class Watched
    {
        /// <summary>Points at the last look.</summary>
        public long Count { get; set; }

        /// <summary>When data was noticed last.</summary>
        public long Seen { get; set; }

        /// <summary>The same as it was written down.</summary>
        public long Saved { get; set; }
    }
}
