using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.GroupBy;

/// <summary>What a script wants points grouped by: some tags, or all but some.</summary>
public sealed record Grouping
{
    /// <summary>Everything in one group.</summary>
    public static readonly Grouping None = new();

    /// <summary>Tags by name, sorted; a name given twice counts twice in the group's id.</summary>
    public IReadOnlyList<string> TagNames { get; init; } = [];

    /// <summary>True for <c>*</c>: all tags a point has, but for <see cref="Excluded"/>.</summary>
    public bool IsByAllTags { get; init; }

    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>True when the measurement tells groups apart too.</summary>
    public bool IsByName { get; init; }

    /// <summary>True when everything is in one group.</summary>
    public bool IsNone => !IsByAllTags && !IsByName && TagNames.Count == 0;

    /// <summary>The same for equal groupings, and for no others.</summary>
    public string Text => $"{(IsByName ? "measurement," : "")}{(IsByAllTags ? "*" : "")}{string.Join(',', TagNames)}-{string.Join(',', Excluded)}";

    /// <summary>The tags that tell groups apart, as far as the script alone tells.</summary>
    public KnownNames Known => IsByAllTags
        ? Excluded.Aggregate(KnownNames.Any, (names, tag) => names.Without(tag, $"exclude() leaves '{tag}' out of the groups"))
        : KnownNames.Only(TagNames, TagNames.Count == 0 ? "the data is not grouped" : $"the data is grouped by {KnownNames.Quoted(TagNames)} only");

    /// <summary>What tells groups apart for certain.</summary>
    public KnownGroups Groups => new() { Tags = [.. TagNames], IsByAllTags = IsByAllTags, IsByName = IsByName, IsExact = !IsByAllTags };

    /// <summary>What data of one group has in common; null when everything is in one group.</summary>
    internal SplitTags? SplitTags => IsNone ? null : IsByAllTags ? SplitTags.All.Without(Excluded) : SplitTags.All.Only(TagNames);

    /// <summary>Takes the arguments of <c>groupBy</c>: strings, or a star.</summary>
    /// <exception cref="ScriptArgumentException">An argument is something else, or empty, or a star beside others.</exception>
    public Grouping WithArguments(object[] arguments)
    {
        if (arguments is [Star])
            return this with { TagNames = [], IsByAllTags = true };

        foreach (var argument in arguments)
        {
            if (argument is Star)
                throw new ScriptArgumentException("'*' cannot be combined with named tags", "group by * or by names");
            if (argument is not string name)
                throw new ScriptArgumentException("a tag to group by is a string", argument, "write names in single quotes");
            if (name.Length == 0)
                throw new ScriptArgumentException("the name of a tag to group by is empty");
        }

        return this with { TagNames = [.. arguments.Cast<string>().Order(Utf8Order.Comparer)], IsByAllTags = false };
    }
}
