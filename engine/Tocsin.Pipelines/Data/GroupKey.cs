using System.Text.Json;
using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data;

/// <summary>A group as text that outlives the process: <c>["measurement or null","tag","value",…]</c>.</summary>
internal static class GroupKey
{
    public static string Write(Group group)
    {
        var parts = new List<string?>(1 + (2 * group.Dimensions.TagNames.Count)) { group.Dimensions.ByName ? group.Name : null };
        foreach (var tag in group.Dimensions.TagNames)
        {
            parts.Add(tag);
            parts.Add(group.Tags.Find(tag));
        }

        return JsonSerializer.Serialize(parts);
    }

    /// <summary>The group that a text names; null when it names none, or the group would be one too many.</summary>
    public static Group? TryRead(string text, GroupTable groups)
    {
        try
        {
            if (JsonSerializer.Deserialize<string?[]>(text) is not { } parts || parts.Length % 2 == 0)
                return null;
            var names = new string[parts.Length / 2];
            var tags = new KeyValuePair<string, string>[names.Length];
            for (var i = 0; i < names.Length; i++)
            {
                names[i] = parts[1 + (2 * i)] ?? "";
                tags[i] = new(names[i], parts[2 + (2 * i)] ?? "");
            }

            // A tag may be named twice as a dimension; a set has it once.
            return groups.TryFind(new Dimensions(parts[0] is not null, names), parts[0] ?? "", TagSet.From(tags.DistinctBy(tag => tag.Key)), out var group) ? group : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
