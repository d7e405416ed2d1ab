namespace Tocsin.Plugins.VictorOps;

/// <summary>The words in which VictorOps' own pages tell where the routing key of a team belongs.</summary>
internal static class RoutingKeys
{
    public const string Placeholder = "$routing_key";

    private const string InBraces = "${routing_key}";

    /// <summary>True for an address or a routing key in which nobody has put a team in the placeholder's place.</summary>
    public static bool IsUnreplaced(string text) =>
        text.Contains(Placeholder, StringComparison.OrdinalIgnoreCase) || text.Contains(InBraces, StringComparison.OrdinalIgnoreCase);

    public static string Hint(string key) =>
        $"'{key}' is a placeholder for a routing key: put one of yours in its place, as VictorOps shows them under Settings > Routing Keys; it would page the default route";
}
