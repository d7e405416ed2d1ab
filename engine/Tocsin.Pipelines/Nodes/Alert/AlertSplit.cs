using Tocsin.Dsl.Templates.Texts;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>Finds out whether the groups of an alert node may be dealt to several loops: the events of one id come from one of them.</summary>
internal static class AlertSplit
{
    /// <param name="isStateful">True when conditions remember earlier points.</param>
    /// <param name="isWatched">True when open alerts are closed whose data stays away.</param>
    public static SplitRule Of(AlertNode node, bool isStateful, bool isWatched)
    {
        if (isStateful)
            return SplitRule.Together("remembers earlier points of all groups in its conditions");
        if (node.Inhibitions.Count > 0)
            return SplitRule.Together("inhibits other alerts");
        if (isWatched || node.Deadman is not null)
            return SplitRule.Together("watches over all its open alerts, to close those without data");
        string[] changed = [.. new[] { node.LevelTag, node.IdTag }.Where(tag => tag.Length > 0)];
        return SplitRule.ByGroup with { Changed = changed, Only = NamedBy(node.Id) };
    }

    // The tags without which two groups have one id; null when the id names the group.
    private static IReadOnlyCollection<string>? NamedBy(string id)
    {
        if (TextTemplate.Parse("id", id, AlertShapes.IdOptions).Template is not { } template)
            return []; // A node with such an id does not start.
        var shown = template.Shown.ToList();
        return shown.Exists(path => path is ["Group"]) ? null : [.. shown.Where(path => path is ["Tags", _]).Select(path => path[1]).Distinct()];
    }
}
