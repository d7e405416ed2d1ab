using System.Collections.Immutable;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding.Flow;

/// <summary>
/// Which names fields, tags or dimensions may have at a place of a pipeline, as far as the script alone tells. Immutable; what is made of it
/// shares its parts, so that a long chain of nodes costs no more than its changes.
/// </summary>
public sealed class KnownNames
{
    // More prefixes than any join has: beyond, nothing is claimed.
    private const int MostPrefixes = 64;

    /// <summary>Nothing is known: every name may be there.</summary>
    public static readonly KnownNames Any = new(null, [], ImmutableDictionary<string, string>.Empty, []);

    private readonly string? _closedBy;
    private readonly ImmutableHashSet<string> _present;
    private readonly ImmutableDictionary<string, string> _gone;
    private readonly ImmutableArray<(string Prefix, KnownNames Names)> _prefixed;

    private KnownNames(
        string? closedBy, ImmutableHashSet<string> present, ImmutableDictionary<string, string> gone, ImmutableArray<(string, KnownNames)> prefixed)
    {
        _closedBy = closedBy;
        _present = present;
        _gone = gone;
        _prefixed = prefixed;
    }

    /// <summary>True when there is no other name than some that are known.</summary>
    public bool IsClosed => _closedBy is not null;

    /// <summary>These names and no others.</summary>
    /// <param name="why">Says to a person why others are not there: a sentence without its end.</param>
    public static KnownNames Only(IEnumerable<string> names, string why) => new(why, [.. names], Any._gone, []);

    /// <summary>The names of several sources, each behind its prefix, and no others.</summary>
    /// <param name="why">Says to a person why others are not there: a sentence without its end.</param>
    public static KnownNames Prefixed(IReadOnlyCollection<(string Prefix, KnownNames Names)> sources, string why) =>
        sources.Count > MostPrefixes ? Any : new KnownNames(why, [], Any._gone, [.. sources]);

    /// <summary>Names as a sentence of <see cref="Only"/> quotes them: the first ones where they are many.</summary>
    public static string Quoted(IReadOnlyCollection<string> names) => Suggestions.List([.. names.Select(name => $"'{name}'")]);

    /// <summary>False when the name cannot be there.</summary>
    public bool MayHave(string name) => WhyNot(name) is null;

    /// <summary>True when a node gives the name, or when there are no others.</summary>
    public bool Has(string name) => _present.Contains(name) || (IsClosed && MayHave(name));

    /// <summary>Why a name cannot be there: a sentence without its end. Null when it may be there.</summary>
    public string? WhyNot(string name)
    {
        if (_present.Contains(name))
            return null;
        if (_gone.TryGetValue(name, out var why) || _closedBy is null)
            return why;

        why = _closedBy;
        foreach (var (prefix, names) in _prefixed)
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            if (names.WhyNot(name[prefix.Length..]) is not { } inner)
                return null;
            why = inner;
        }

        return why;
    }

    /// <summary>One name more.</summary>
    public KnownNames With(string name) => new(_closedBy, _present.Add(name), _gone, _prefixed);

    /// <summary>Some names more.</summary>
    public KnownNames With(IEnumerable<string> names) => new(_closedBy, _present.Union(names), _gone, _prefixed);

    /// <summary>Without a name.</summary>
    /// <param name="why">Says to a person why it is gone: a sentence without its end.</param>
    public KnownNames Without(string name, string why) => new(_closedBy, _present.Remove(name), _gone.SetItem(name, why), _prefixed);

    /// <summary>The same names, and another reason why there are no others.</summary>
    /// <param name="why">A sentence without its end.</param>
    public KnownNames Explained(string why) => new(_closedBy is null ? null : why, _present, Any._gone, _prefixed);

    /// <summary>The names that may be here or there.</summary>
    public KnownNames Or(KnownNames other)
    {
        if (ReferenceEquals(this, other))
            return this;
        var prefixed = _prefixed.AddRange(other._prefixed.Where(pair => !_prefixed.Contains(pair)));
        if (prefixed.Length > MostPrefixes)
            return Any;
        var gone = Any._gone.ToBuilder();
        foreach (var (name, why) in _gone.Concat(other._gone))
        {
            if (!MayHave(name) && !other.MayHave(name))
                gone[name] = why;
        }

        return new KnownNames(_closedBy is null ? null : other._closedBy, _present.Union(other._present), gone.ToImmutable(), prefixed);
    }
}
