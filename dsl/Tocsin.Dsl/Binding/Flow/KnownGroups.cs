using System.Collections.Immutable;

namespace Tocsin.Dsl.Binding.Flow;

/// <summary>What tells the groups of data apart for certain, as far as the script alone tells.</summary>
public sealed record KnownGroups
{
    /// <summary>Nothing is known.</summary>
    public static readonly KnownGroups Unknown = new();

    /// <summary>Tags whose values make groups.</summary>
    public ImmutableHashSet<string> Tags { get; init; } = [];

    /// <summary>True when all tags there are make groups.</summary>
    public bool IsByAllTags { get; init; }

    /// <summary>True when the measurement does too.</summary>
    public bool IsByName { get; init; }

    /// <summary>True when nothing else makes groups.</summary>
    public bool IsExact { get; init; }

    /// <summary>What makes the groups, in words.</summary>
    public string Words => (IsByAllTags, Tags.Count, IsByName) switch
    {
        (true, _, false) => "all tags",
        (true, _, true) => "all tags and the measurement",
        (_, 0, false) => "nothing",
        (_, 0, true) => "the measurement",
        (_, _, false) => Quoted,
        _ => $"{Quoted} and the measurement",
    };

    private string Quoted => KnownNames.Quoted([.. Tags.Order(StringComparer.Ordinal)]);

    /// <summary>True when no group of these is one of the others.</summary>
    public bool NeverMeet(KnownGroups others) => IsExact && others.IsExact && (IsByName != others.IsByName || !Tags.SetEquals(others.Tags));

    /// <summary>What makes groups of the data that comes from here and from there.</summary>
    public KnownGroups Or(KnownGroups other) => new()
    {
        Tags = Tags.Union(other.Tags),
        IsByAllTags = IsByAllTags || other.IsByAllTags,
        IsByName = IsByName || other.IsByName,
        IsExact = IsExact && other.IsExact && !NeverMeet(other),
    };
}
