using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>
/// Pairs items for <c>.on()</c>. An item that is grouped by more tags than the join is specific: it waits for matches, which are grouped by
/// the join's tags only, and both go on to the specific one's group. A specific item that cannot be matched any more goes on alone, a match
/// never does.
/// </summary>
internal sealed class OnMatcher<TItem>(JoinProcessor<TItem> processor, IReadOnlyList<string> dimensions, int parents, int slot)
    where TItem : class
{
    private readonly Dictionary<string, OnBucket<TItem>> _buckets = new(StringComparer.Ordinal);
    private readonly bool[] _hasReported = new bool[parents];

    /// <param name="time">The item's time, rounded.</param>
    public void Match(int parent, TItem item, string name, Group group, long time)
    {
        _hasReported[parent] = true;
        var bucket = BucketOf(group, name);
        bucket.Marks[parent] = time;
        var low = Array.TrueForAll(_hasReported, has => has) ? bucket.LowMark : long.MinValue;
        foreach (var unmatched in bucket.TakeOlder(low))
            Send(unmatched);

        var arrived = new OnItem<TItem>(parent, item, group, time);
        if (group.Dimensions.TagNames.Count > dimensions.Count)
            MatchSpecific(bucket, arrived, low);
        else
            PairWithWaiting(bucket, arrived with { Item = processor.Keep(item) });
    }

    /// <summary>Drops what waits of a group.</summary>
    public void Forget(Group group)
    {
        if (group.State(slot) is not OnBucket<TItem> bucket)
            return;
        group.SetState(slot, null);
        bucket.Matches.RemoveAll(item => item.Group == group);
        bucket.Specifics.RemoveAll(item => item.Group == group);
        if (--bucket.Groups == 0)
            _buckets.Remove(bucket.Key);
    }

    public void Save(StateWriter writer)
    {
        foreach (var has in _hasReported)
            writer.Write(has);
        writer.WriteCount(_buckets.Count);
        foreach (var bucket in _buckets.Values)
        {
            writer.Write(bucket.Key);
            foreach (var mark in bucket.Marks)
                writer.WriteTime(mark);
            Save(bucket.Specifics, writer);
            Save(bucket.Matches, writer);
        }
    }

    /// <summary>Groups of which nothing waits come to their bucket when they have data again.</summary>
    public void Load(StateReader reader)
    {
        for (var i = 0; i < parents; i++)
            _hasReported[i] = reader.ReadBoolean();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var bucket = new OnBucket<TItem>(reader.ReadText(), parents);
            _buckets[bucket.Key] = bucket;
            for (var i = 0; i < parents; i++)
                bucket.Marks[i] = reader.ReadTime();
            Load(bucket, bucket.Specifics, reader);
            Load(bucket, bucket.Matches, reader);
        }
    }

    private void Save(List<OnItem<TItem>> items, StateWriter writer)
    {
        writer.WriteCount(items.Count);
        foreach (var item in items)
        {
            writer.WriteCount(item.Parent);
            writer.Write(item.Group);
            writer.WriteTime(item.Time);
            processor.Save(item.Item, writer);
        }
    }

    private void Load(OnBucket<TItem> bucket, List<OnItem<TItem>> items, StateReader reader)
    {
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var (parent, group, time) = (reader.ReadIndex(parents), reader.ReadGroup(), reader.ReadTime());
            items.Add(new OnItem<TItem>(parent, processor.Load(reader), group, time));
            if (group.State(slot) is not null)
                continue;
            group.SetState(slot, bucket);
            bucket.Groups++;
        }
    }

    private void MatchSpecific(OnBucket<TItem> bucket, OnItem<TItem> specific, long low)
    {
        var isMatched = false;
        foreach (var match in bucket.Matches)
        {
            if (match.Time != specific.Time)
                continue;
            isMatched = true;
            Send(specific);
            Send(match with { Group = specific.Group });
        }

        if (isMatched)
            return;

        if (specific.Time < low)
            Send(specific);
        else
            bucket.Specifics.Add(specific with { Item = processor.Keep(specific.Item) });
    }

    private void PairWithWaiting(OnBucket<TItem> bucket, OnItem<TItem> match)
    {
        bucket.Matches.Add(match);
        var paired = 0;
        while (paired < bucket.Specifics.Count && bucket.Specifics[paired].Time == match.Time)
        {
            var specific = bucket.Specifics[paired++];
            Send(specific);
            Send(match with { Group = specific.Group });
        }

        bucket.Specifics.RemoveRange(0, paired);
    }

    private void Send(OnItem<TItem> item) => processor.GroupOf(item.Group).Collect(item.Parent, item.Item, item.Time);

    private OnBucket<TItem> BucketOf(Group group, string name)
    {
        if (group.State(slot) is OnBucket<TItem> known)
            return known;

        // Each group falls into one bucket; those that share the values of the join's tags into the same.
        var tags = TagSet.From(dimensions.Select(tag => KeyValuePair.Create(tag, group.Tags.Find(tag) ?? "")));
        var key = (group.Dimensions.ByName ? name + "\n" : "") + string.Join(',', tags.Pairs().Select(tag => $"{tag.Key}={tag.Value}"));
        if (!_buckets.TryGetValue(key, out var bucket))
            _buckets[key] = bucket = new OnBucket<TItem>(key, parents);
        bucket.Groups++;
        group.SetState(slot, bucket);
        return bucket;
    }
}
