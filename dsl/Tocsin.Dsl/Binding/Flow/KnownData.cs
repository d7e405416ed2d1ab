using System.Collections.Immutable;
using Tocsin.Dsl.Lambda;

namespace Tocsin.Dsl.Binding.Flow;

/// <summary>What the script alone tells of the data at a place of a pipeline. Where it tells nothing, everything is possible.</summary>
public sealed record KnownData
{
    /// <summary>Nothing is known.</summary>
    public static readonly KnownData Anything = new();

    private readonly KnownNames _fields = KnownNames.Any;
    private readonly KnownNames _dimensions = KnownNames.Any;

    /// <summary>The names of fields. Whoever gives others says of which <see cref="Kinds"/> they are, afterwards: none is known then.</summary>
    public KnownNames Fields
    {
        get => _fields;
        init => (_fields, Kinds) = (value, ImmutableDictionary<string, ValueKind>.Empty);
    }

    /// <summary>The kinds of fields that all points have with this kind.</summary>
    public ImmutableDictionary<string, ValueKind> Kinds { get; init; } = ImmutableDictionary<string, ValueKind>.Empty;

    public KnownNames Tags { get; init; } = KnownNames.Any;

    /// <summary>The tags that tell groups apart. Whoever gives others says afterwards which <see cref="GroupTags"/> there are: none is known then.</summary>
    public KnownNames Dimensions
    {
        get => _dimensions;
        init => (_dimensions, GroupTags) = (value, []);
    }

    /// <summary>Other tags whose value follows from the group.</summary>
    public ImmutableHashSet<string> GroupTags { get; init; } = [];

    /// <summary>What tells groups apart for certain.</summary>
    public KnownGroups Groups { get; init; } = KnownGroups.Unknown;

    /// <summary>The measurement of all the data; null when that is not known.</summary>
    public string? Measurement { get; init; }

    /// <summary>Tags that a condition lets have one value only.</summary>
    public ImmutableHashSet<string> FixedTags { get; init; } = [];

    /// <summary>True when time goes on here without data: barriers come, or the data is made by the clock.</summary>
    public bool GoesOn { get; init; }

    /// <summary>True for windows that never come without a point in them.</summary>
    public bool IsNeverEmpty { get; init; }

    /// <summary>Fields that count the points of windows which are never empty: they are 1 at least.</summary>
    public ImmutableHashSet<string> Counts { get; init; } = [];

    /// <summary>Fields that tell how long something lasts and that come with the next change only.</summary>
    public ImmutableHashSet<string> Waits { get; init; } = [];

    /// <summary>The kind of a field or tag by its name; null where data decides. Tags that make groups are texts, unless a field hides them.</summary>
    public ValueKind? KindOf(string name) => Kinds.TryGetValue(name, out var kind) ? kind
        : Groups.Tags.Contains(name) && Tags.MayHave(name) && !Fields.Has(name) ? ValueKind.String
        : null;

    /// <summary>Why neither a field nor a tag can have this name; null when one may.</summary>
    public string? WhyMissing(string name) => Tags.MayHave(name) ? null : Fields.WhyNot(name);

    /// <summary>True when all points of a group have the same value of a tag.</summary>
    public bool IsOneInGroup(string tag) => Dimensions.MayHave(tag) || FixedTags.Contains(tag) || GroupTags.Contains(tag);

    /// <summary>With one field more.</summary>
    /// <param name="kind">Its kind; null where data decides.</param>
    public KnownData WithField(string name, ValueKind? kind = null) => this with
    {
        Fields = Fields.With(name),
        Kinds = kind is { } known ? Kinds.SetItem(name, known) : Kinds.Remove(name),
        Counts = Counts.Remove(name),
        Waits = Waits.Remove(name),
    };

    /// <summary>With the fields that a node gives, all of their kinds.</summary>
    public KnownData WithFields(IEnumerable<KeyValuePair<string, ValueKind>> fields) => fields.Aggregate(this, (data, field) => data.WithField(field.Key, field.Value));

    /// <summary>Without a field.</summary>
    /// <param name="why">Says to a person why it is gone: a sentence without its end.</param>
    public KnownData WithoutField(string name, string why) => this with
    {
        Fields = Fields.Without(name, why),
        Kinds = Kinds.Remove(name),
        Counts = Counts.Remove(name),
        Waits = Waits.Remove(name),
    };

    /// <summary>What leaves a node that makes points of its own for each group.</summary>
    /// <param name="fields">The fields it gives them.</param>
    /// <param name="why">Says to a person why other tags are gone: a sentence without its end.</param>
    public KnownData OfGroup(KnownNames fields, string why) => this with
    {
        Fields = fields,
        Tags = Dimensions.IsClosed ? Dimensions.Explained(why) : Dimensions,
        FixedTags = [.. FixedTags.Where(Dimensions.MayHave)],
        GroupTags = [],
        IsNeverEmpty = false,
        Counts = [],
        Waits = [],
    };

    /// <summary>What may come from here or from there.</summary>
    public KnownData Or(KnownData other) => ReferenceEquals(this, other) ? this : new KnownData
    {
        Fields = Fields.Or(other.Fields),
        Kinds = Kinds.Intersect(other.Kinds).ToImmutableDictionary(),
        Tags = Tags.Or(other.Tags),
        Dimensions = Dimensions.Or(other.Dimensions),
        Groups = Groups.Or(other.Groups),
        Measurement = Measurement == other.Measurement ? Measurement : null,
        FixedTags = [],
        GoesOn = GoesOn && other.GoesOn,
    };
}
