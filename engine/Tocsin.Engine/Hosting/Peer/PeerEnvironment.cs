using System.Globalization;
using Tocsin.Alerting.Configuration;
using Tocsin.Inputs.Scraping.Unserved;

namespace Tocsin.Engine.Hosting.Peer;

/// <summary>
/// What variables such as <c>KAPACITOR_SLACK_0_URL</c> set over <c>kapacitor.conf</c>: section, place in a list, and key, in capitals, with
/// underscores for dashes. Empty ones set nothing.
/// </summary>
internal static class PeerEnvironment
{
    private const string Prefix = "KAPACITOR_";

    /// <summary>Those that the client reads, and the daemon's own.</summary>
    private static readonly string[] Others = ["KAPACITOR_URL", "KAPACITOR_UNSAFE_SSL", "KAPACITOR_CONFIG_PATH"];

    /// <summary>Sections of the peer that are lists, even of one.</summary>
    private static readonly string[] Lists = ["influxdb", "slack", "httppost", "mqtt", "kafka", "udp", "graphite", "scraper", "swarm", "discord", "teams", "static-discovery", "file-discovery", "ec2", .. UnservedDiscoveryOptions.Sections];

    private static readonly string[] Maps =
    [
        "alerta", "alert", "auth", "bigpanda", "collectd", "config-override", "deadman", "hipchat", "http", "kubernetes", "load", "logging", "opentsdb", "opsgenie",
        "opsgenie2", "pagerduty", "pagerduty2", "pushover", "replay", "reporting", "sensu", "servicenow", "smtp", "snmptrap", "stats", "storage", "talk", "task",
        "telegram", "tls", "udf", "victorops", "zenoss",
    ];

    /// <param name="own">The server's own sections.</param>
    /// <param name="names">The names of all variables.</param>
    /// <param name="environment">Answers with their values.</param>
    public static ConfigMap Over(ConfigMap root, IEnumerable<string> own, IEnumerable<string> names, Func<string, string?> environment, List<ConfigProblem> problems)
    {
        foreach (var name in names.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !Others.Contains(name)).Order(StringComparer.Ordinal))
        {
            if (environment(name) is not { Length: > 0 } text)
                continue;
            var value = new ConfigText(text) { IsSubstituted = true, Place = new ConfigPlace(name, 0, 0) };
            if (Set(root, name[Prefix.Length..], value, own) is { } set)
                root = set;
            else
                problems.Add(new ConfigProblem($"the environment variable {name} sets nothing: there is no such section, or its place in the list is missing, as in KAPACITOR_SLACK_0_URL", IsWarning: true));
        }

        return root;
    }

    /// <summary>The map with a value at a path; null when there cannot be one.</summary>
    /// <param name="own">At the root, the sections that there are beside those of the peer.</param>
    private static ConfigMap? Set(ConfigMap map, string path, ConfigText value, IEnumerable<string>? own = null)
    {
        var known = map.Entries.Select(entry => entry.Key).Concat(own is null ? [] : Lists.Concat(Maps).Concat(own))
            .Where(key => path == Capitals(key) || path.StartsWith(Capitals(key) + "_", StringComparison.Ordinal))
            .OrderByDescending(key => key.Length).FirstOrDefault();
        if (known is null)
            return own is null ? New(map, path, value) : null;

        map.TryFind(known, out var before);
        var rest = path[Capitals(known).Length..].TrimStart('_');
        return Set(known, before, rest, value) is { } after
            ? map with { Entries = [.. map.Entries.Where(entry => !entry.Key.Equals(known, StringComparison.OrdinalIgnoreCase)), new ConfigEntry(known, after, value.Place) { MayBeUnknown = true }] }
            : null;
    }

    private static ConfigValue? Set(string key, ConfigValue? before, string rest, ConfigText value)
    {
        if (rest.Length == 0)
            return before is ConfigMap or ConfigList || Maps.Contains(key) || Lists.Contains(key) ? null : value;
        if (TryReadIndex(rest, out var index, out var inner) && before is not ConfigMap { Entries.Count: > 0 } && !Maps.Contains(key))
            return SetItem(before as ConfigList ?? new ConfigList([]), index, inner, value);

        // A single table counts as a list of one.
        return before is ConfigList ? null : Set(before as ConfigMap ?? ConfigMap.Empty, index == 0 && Lists.Contains(key) && inner.Length > 0 ? inner : rest, value);
    }

    // One behind the last is a new one.
    private static ConfigList? SetItem(ConfigList list, int index, string rest, ConfigText value)
    {
        if (index > list.Items.Count)
            return null;
        var before = list.Items.ElementAtOrDefault(index);
        ConfigValue? after = rest.Length == 0 ? value : Set(before as ConfigMap ?? ConfigMap.Empty, rest, value);
        return after is null ? null : list with { Items = [.. list.Items.Take(index), after, .. list.Items.Skip(index + 1)] };
    }

    private static ConfigMap New(ConfigMap map, string path, ConfigText value)
    {
        var end = path.LastIndexOf('_');
        ConfigValue item = value;
        if (end > 0 && path[(end + 1)..] == "0")
            (path, item) = (path[..end], new ConfigList([value]));
        return map with { Entries = [.. map.Entries, new ConfigEntry(path.Replace('_', '-').ToLowerInvariant(), item, value.Place) { MayBeUnknown = true }] };
    }

    private static bool TryReadIndex(string path, out int index, out string rest)
    {
        var end = path.IndexOf('_', StringComparison.Ordinal) is >= 0 and var at ? at : path.Length;
        rest = path[Math.Min(end + 1, path.Length)..];
        if (int.TryParse(path.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out index))
            return true;
        (index, rest) = (-1, path);
        return false;
    }

    private static string Capitals(string key) => key.Replace('-', '_').ToUpperInvariant();
}
