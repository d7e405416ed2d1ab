using System.Diagnostics.CodeAnalysis;
using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data;

/// <summary>
/// The groups of one pipeline: the same dimensions and values always give the same object, for as long as anybody holds it. The links of a
/// bucket are in the groups themselves, and a group is found without making its id. For the pipeline's thread only.
/// </summary>
/// <param name="room">How many groups there may be.</param>
internal sealed class GroupTable(GroupRoom room)
{
    private const int FewestBetweenSweeps = 1024;

    /// <summary>So long an id counts as one group.</summary>
    private const int LengthOfOne = 512;

    /// <summary>Longer tags that are not dimensions are not worth keeping for the sake of those that are.</summary>
    private const int LongestBorrowed = 256;

    private readonly List<Action> _caches = [];
    private List<Group> _changed = [];
    private Group?[] _buckets = new Group?[16];
    private char[] _id = new char[64];
    private int _count;

    // What was let go of: nodes may still know it by its series, and it must not get a double.
    private Dictionary<(Dimensions, string Id), WeakReference<Group>>? _letGo;
    private int _letGoSinceSweep;

    public GroupTable(int limit = int.MaxValue)
        : this(new GroupRoom(limit))
    {
    }

    /// <summary>How many groups there are and may be, those of other tables that share it counted too.</summary>
    public GroupRoom Room => room;

    /// <summary>Everything in one group.</summary>
    public Group Nil { get; } = new(Dimensions.None, "", TagSet.Empty, 0);

    /// <summary>True when the groups are noted whose state changes, which costs nothing where it is false.</summary>
    public bool TracksChanges { get; private set; }

    /// <summary>All groups that somebody holds, that of everything among them.</summary>
    public IEnumerable<Group> All
    {
        get
        {
            yield return Nil;
            foreach (var head in _buckets)
            {
                for (var group = head; group is not null; group = group.Next)
                    yield return group;
            }
        }
    }

    /// <summary>Groups known by now, some of which may be over.</summary>
    internal int CountKnown => _count + (_letGo?.Count ?? 0);

    /// <summary>Counts the times that <see cref="NextRound"/> was called.</summary>
    public int Round { get; private set; }

    /// <summary>The group that a name and tags fall into.</summary>
    /// <exception cref="GroupLimitException">It would be one too many.</exception>
    public Group Find(Dimensions dimensions, string name, TagSet tags) =>
        TryFind(dimensions, name, tags, out var group) ? group : throw new GroupLimitException(Fullness);

    /// <inheritdoc cref="GroupRoom.Fullness"/>
    public string Fullness => room.Fullness;

    /// <summary>The same; false when the group would be one too many.</summary>
    public bool TryFind(Dimensions dimensions, string name, TagSet tags, [NotNullWhen(true)] out Group? group)
    {
        if (dimensions.IsNone)
        {
            group = Nil;
            return true;
        }

        var id = dimensions.WriteId(name, tags, ref _id);
        var hash = string.GetHashCode(id) ^ dimensions.GetHashCode();
        group = Known(dimensions, id, hash);
        if (group is null)
        {
            var weight = WeightOf(id.Length);
            if (!room.TryTake(weight))
                return false;
            Add(group = new Group(dimensions, dimensions.ByName ? name : "", Borrowed(dimensions, tags), hash) { IsUnchanged = TracksChanges });
        }

        Hold(group);
        group.Round = Round;
        return true;
    }

    /// <summary>Notes from now on the groups whose state changes, for <see cref="TakeChanged"/>. Called before there are groups.</summary>
    public void TrackChanges() => TracksChanges = Nil.IsUnchanged = true;

    /// <summary>Notes that the state of a group changes: called where <see cref="Group.IsUnchanged"/> says that it was not noted before.</summary>
    public void Mark(Group group)
    {
        group.IsUnchanged = false;
        _changed.Add(group);
    }

    /// <summary>The groups whose state changed since this was asked last, those among them that are over.</summary>
    public IReadOnlyList<Group> TakeChanged()
    {
        var changed = _changed;
        _changed = [];
        foreach (var group in changed)
            group.IsUnchanged = TracksChanges;
        return changed;
    }

    /// <summary>Remembers by series what leads to groups; all of it is found out again in each round.</summary>
    public SeriesCache<T> NewCache<T>()
        where T : class
    {
        var cache = new SeriesCache<T>();
        _caches.Add(cache.Clear);
        return cache;
    }

    /// <summary>Begins a new round: whoever has data of a group looks for it again, and those that nobody looks for are silent.</summary>
    public void NextRound()
    {
        Round++;
        ForgetSeries();
        Sweep();
    }

    /// <summary>The groups that were looked for last before a round.</summary>
    public IReadOnlyList<Group> SilentSince(int round)
    {
        var silent = new List<Group>();
        foreach (var head in _buckets)
        {
            for (var group = head; group is not null; group = group.Next)
            {
                if (group.Round < round)
                    silent.Add(group);
            }
        }

        return silent;
    }

    /// <summary>Takes groups out that another table gets, which shares the room.</summary>
    public IReadOnlyList<Group> Take(Predicate<Group> isWanted)
    {
        var taken = new List<Group>();
        foreach (var head in _buckets)
        {
            for (var group = head; group is not null; group = group.Next)
            {
                if (isWanted(group))
                    taken.Add(group);
            }
        }

        foreach (var group in taken)
            Unlink(group);
        if (TracksChanges && _changed.Count > 0)
            _changed.RemoveAll(taken.ToHashSet().Contains);
        ForgetSeries();
        return taken;
    }

    /// <summary>Takes in a group of another table, which shares the room.</summary>
    public void Adopt(Group group)
    {
        group.Round = Round;
        Add(group);
        if (TracksChanges && !group.IsUnchanged)
            _changed.Add(group);
    }

    /// <summary>Lets go of a group that no node keeps anything for any more: it lives on only where it is still held.</summary>
    internal void Forget(Group group)
    {
        if (group == Nil || group.HasState || group.IsLetGo)
            return;

        group.IsLetGo = true;
        if (group.IsUnchanged)
            Mark(group);
        if (Unlink(group))
            room.GiveBack(WeightOf(group));
        (_letGo ??= [])[(group.Dimensions, group.Id)] = new WeakReference<Group>(group);
        if (++_letGoSinceSweep > Math.Max(FewestBetweenSweeps, CountKnown / 2))
            Sweep();
    }

    /// <summary>Holds a group again that was let go of and has new data.</summary>
    internal void Hold(Group group)
    {
        if (!group.IsLetGo)
            return;

        group.IsLetGo = false;
        _letGo?.Remove((group.Dimensions, group.Id));
        room.TakeAnyway(WeightOf(group));
        Add(group);
    }

    private Group? Known(Dimensions dimensions, ReadOnlySpan<char> id, int hash)
    {
        for (var group = _buckets[hash & (_buckets.Length - 1)]; group is not null; group = group.Next)
        {
            if (group.Hash == hash && group.Is(dimensions, id))
                return group;
        }

        return _letGo is { Count: > 0 } && _letGo.TryGetValue((dimensions, id.ToString()), out var reference) && reference.TryGetTarget(out var known)
            ? known
            : null;
    }

    private static TagSet Borrowed(Dimensions dimensions, TagSet tags)
    {
        var length = 0;
        for (var i = 0; i < tags.Count; i++)
            length += tags.ValueAt(i).Length;
        return length <= LongestBorrowed ? tags : dimensions.TagsOf(tags);
    }

    private int WeightOf(Group group) => WeightOf(group.IdLength(ref _id));

    private static int WeightOf(int length) => 1 + (length / LengthOfOne);

    private void ForgetSeries()
    {
        foreach (var clear in _caches)
            clear();
    }

    private void Add(Group group)
    {
        if (++_count > _buckets.Length)
            Grow();
        Link(_buckets, group);
    }

    private bool Unlink(Group group)
    {
        ref var link = ref _buckets[group.Hash & (_buckets.Length - 1)];
        if (ReferenceEquals(link, group))
        {
            link = group.Next;
        }
        else
        {
            var before = link;
            while (before is not null && !ReferenceEquals(before.Next, group))
                before = before.Next;
            if (before is null)
                return false;
            before.Next = group.Next;
        }

        group.Next = null;
        _count--;
        if (_count < _buckets.Length / 8 && _buckets.Length > FewestBetweenSweeps)
            Resize(_buckets.Length / 4);
        return true;
    }

    private void Grow() => Resize(_buckets.Length * 2);

    private void Resize(int length)
    {
        var resized = new Group?[length];
        foreach (var head in _buckets)
        {
            for (var group = head; group is not null;)
            {
                var next = group.Next;
                Link(resized, group);
                group = next;
            }
        }

        _buckets = resized;
    }

    private static void Link(Group?[] buckets, Group group)
    {
        ref var bucket = ref buckets[group.Hash & (buckets.Length - 1)];
        group.Next = bucket;
        bucket = group;
    }

    private void Sweep()
    {
        _letGoSinceSweep = 0;
        if (_letGo is null)
            return;
        foreach (var (key, reference) in _letGo)
        {
            if (!reference.TryGetTarget(out _))
                _letGo.Remove(key);
        }
    }
}
