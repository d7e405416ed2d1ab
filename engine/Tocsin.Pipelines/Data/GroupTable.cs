using System.Runtime.InteropServices;
using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data;

/// <summary>
/// The groups of one pipeline: the same dimensions and values always give the same object, for as long as anybody holds it. For the
/// pipeline's thread only.
/// </summary>
internal sealed class GroupTable
{
    private const int FewestBetweenSweeps = 1024;

    // A group, or a weak reference to one that was let go of: nodes may still know it by its series, and it must not get a double.
    private readonly Dictionary<(Dimensions, string Id), object> _groups = [];
    private int _letGo;

    /// <summary>Everything in one group.</summary>
    public Group Nil { get; } = new(Dimensions.None, "", TagSet.Empty, "");

    /// <summary>Groups known by now, some of which may be over.</summary>
    internal int Count => _groups.Count;

    /// <summary>The group that a name and tags fall into.</summary>
    public Group Find(Dimensions dimensions, string name, TagSet tags)
    {
        if (dimensions.IsNone)
            return Nil;

        var id = dimensions.IdOf(name, tags);
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, (dimensions, id), out _);
        if (Living(entry) is { } known)
            return known;

        var group = new Group(dimensions, dimensions.ByName ? name : "", tags, id);
        entry = group;
        return group;
    }

    /// <summary>Lets go of a group that no node keeps anything for any more: it lives on only where it is still held.</summary>
    internal void Forget(Group group)
    {
        if (group == Nil || group.HasState || group.IsLetGo)
            return;

        group.IsLetGo = true;
        _groups[(group.Dimensions, group.Id)] = new WeakReference<Group>(group);
        if (++_letGo > Math.Max(FewestBetweenSweeps, _groups.Count / 2))
            Sweep();
    }

    /// <summary>Holds a group again that was let go of and has new data.</summary>
    internal void Hold(Group group)
    {
        if (!group.IsLetGo)
            return;

        group.IsLetGo = false;
        _groups[(group.Dimensions, group.Id)] = group;
    }

    private static Group? Living(object? entry) => entry switch
    {
        Group held => held,
        WeakReference<Group> reference when reference.TryGetTarget(out var known) => known,
        _ => null,
    };

    private void Sweep()
    {
        _letGo = 0;
        foreach (var (key, entry) in _groups)
        {
            if (entry is WeakReference<Group> reference && !reference.TryGetTarget(out _))
                _groups.Remove(key);
        }
    }
}
