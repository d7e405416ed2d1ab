using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>The tags of a group, as the last event of an alert tells them.</summary>
internal static class RestoredInhibition
{
    /// <summary>
    /// The value that the group of an event has for a tag; null when the tag does not tell its groups apart. An event has all tags of its
    /// point, and which of them make the group stands in the group's text.
    /// </summary>
    public static string? ValueOf(AlertEvent alert, string tag)
    {
        var pairs = alert.Group[(alert.Group.LastIndexOf('\n') + 1)..];
        return alert.Tags.TryGetValue(tag, out var value) && $",{pairs},".Contains($",{tag}={value},", StringComparison.Ordinal) ? value : null;
    }
}
