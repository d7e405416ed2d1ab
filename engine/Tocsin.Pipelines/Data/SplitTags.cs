using System.Collections.Immutable;
using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data;

/// <summary>
/// The tags by whose values the points of a task are dealt to several loops: data that some node must see together has the same values of
/// all of them. Never changes.
/// </summary>
internal sealed class SplitTags
{
    /// <summary>All tags there are: nothing must stay together yet.</summary>
    public static readonly SplitTags All = new(only: null, []);

    private readonly ImmutableSortedSet<string>? _only;
    private readonly ImmutableHashSet<string> _without;

    private SplitTags(ImmutableSortedSet<string>? only, ImmutableHashSet<string> without)
    {
        _only = only;
        _without = without;
    }

    /// <summary>True when there is no tag left: all data must stay together.</summary>
    public bool IsEmpty => _only is { IsEmpty: true };

    /// <summary>Those of the tags that are among some.</summary>
    public SplitTags Only(IEnumerable<string> tags)
    {
        var named = tags.Where(tag => !_without.Contains(tag)).ToImmutableSortedSet(StringComparer.Ordinal);
        return new SplitTags(_only is null ? named : _only.Intersect(named), []);
    }

    /// <summary>Those of the tags that are not among some.</summary>
    public SplitTags Without(IEnumerable<string> tags) => _only is null ? new(null, _without.Union(tags)) : new(_only.Except(tags), []);

    /// <summary>Those of the tags that are among others.</summary>
    public SplitTags And(SplitTags others) => others._only is null ? Without(others._without) : Only(others._only);

    /// <summary>The same number for equal values of the tags. A tag that is not there counts as empty.</summary>
    public int HashOf(TagSet tags)
    {
        var hash = 2166136261u;
        if (_only is not null)
        {
            foreach (var name in _only)
                hash = Add(hash, tags.Find(name) ?? "");
        }
        else
        {
            for (var i = 0; i < tags.Count; i++)
            {
                if (tags.ValueAt(i).Length > 0 && !_without.Contains(tags.NameAt(i)))
                    hash = Add(Add(hash, tags.NameAt(i)), tags.ValueAt(i));
            }
        }

        // Few bits of it are used, and names often differ in their last letter only.
        hash ^= hash >> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >> 13;
        hash *= 0xc2b2ae35;
        return (int)(hash ^ (hash >> 16));
    }

    public override string ToString() => _only is not null ? string.Join(", ", _only) : _without.IsEmpty ? "*" : $"* without {string.Join(", ", _without.Order(StringComparer.Ordinal))}";

    private static uint Add(uint hash, string text)
    {
        foreach (var c in text)
            hash = (hash ^ c) * 16777619;
        return (hash ^ 0xFFFF) * 16777619;
    }
}
