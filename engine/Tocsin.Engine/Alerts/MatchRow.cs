using Tocsin.Dsl.Data;

namespace Tocsin.Engine.Alerts;

/// <summary>An event as match expressions see it: its tags.</summary>
internal sealed class MatchRow : Row
{
    private IReadOnlyDictionary<string, string>? _tags;

    /// <summary>Looks at these tags from now on.</summary>
    public void Use(IReadOnlyDictionary<string, string> tags)
    {
        // Handlers of one event ask one after the other.
        if (ReferenceEquals(_tags, tags))
            return;
        _tags = tags;
        Tags = TagSet.From(tags);
    }
}
