using System.Runtime.CompilerServices;
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

        var names = group.Dimensions.SortedNames;
        var tags = group.Tags;
        if (names.Count == 1 && !isByName)
            return $"{names[0]}={tags.Find(names[0])}";

        var text = new DefaultInterpolatedStringHandler(0, names.Count);
        if (isByName)
        {
            text.AppendLiteral(name);
            text.AppendLiteral("\n");
        }

        for (var i = 0; i < names.Count; i++)
        {
            if (i > 0)
                text.AppendLiteral(",");
            text.AppendLiteral(names[i]);
            text.AppendLiteral("=");
            text.AppendLiteral(tags.Find(names[i]) ?? "");
        }

        return text.ToStringAndClear();
    }
}
