using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>A group as alerts name it.</summary>
internal static class GroupText
{
    /// <summary>
    /// <c>nil</c> for everything in one group; else the pairs of the group with their names sorted, after the measurement and a line feed
    /// when that tells groups apart.
    /// </summary>
    public static string Of(Group group, string name)
    {
        var isByName = group.Dimensions.ByName;
        if (group.Dimensions.TagNames.Count == 0)
            return isByName ? name : "nil";

        var pairs = string.Join(',', group.Dimensions.TagNames.Order(Utf8Order.Comparer).Select(tag => $"{tag}={group.Tags.Find(tag)}"));
        return isByName ? name + "\n" + pairs : pairs;
    }
}
