using Tocsin.Engine.Hosting;
using Tocsin.Inputs.Scraping.Unserved;

namespace Tocsin.Server.Reloading;

/// <summary>Which keys of the configuration can be changed while the server runs.</summary>
internal static class ConfigKeys
{
    // A name with a dot at its end stands for all keys of its section.
    private static readonly string[] AtOnce =
    [
        "alerts.", "config-override.", "csharp.", "dead-letters.", "default-retention-policy", "delivery.", "exec.", "http.log-enabled", "http.https-certificate", "http.https-certificate-password",
        "http.https-client-ca", "http.https-private-key", "http.remote-programs", "ledger.keep", "ledger.rows", "log.", "silences.", "logging.", "otlp.", "outgoing.", "plugins.", "replay.free-bytes", "replay.item-bytes", "replay.kept", "replay.longest-recording", "replay.queries", "replay.recording-bytes", "replay.running", "replay.total-bytes",
        "stats.database", "stats.enabled", "stats.retention-policy", "stats.stats-interval", "task.snapshot-interval", "tls.", "tracing.", "udf.",
        "variables.", "write.acknowledge",
    ];

    // Sections of which some are lists: all their keys.
    private static readonly string[] AtOnceSections = ["influxdb", "udp", "graphite", "collectd", "opentsdb", "scraper", "static-discovery", "file-discovery", .. UnservedDiscoveryOptions.Sections];

    private static readonly string[] WithTask = ["alerts.close-silent-after", "deadman.", "functions.deadline", "groups.", "state.", "stats.timing-sample-rate", "task.loops"];

    // Whether a service has a handler at each alert is asked when the alert's task starts.
    private static readonly string[] WithTaskOfServices = [".global", ".state-changes-only"];

    /// <summary>A key of the server's own options. One that is not listed is taken up by a restart.</summary>
    public static ConfigEffect OfServer(string key) =>
        WithTask.Any(known => Covers(known, key)) ? ConfigEffect.WithTask
        : AtOnce.Any(known => Covers(known, key)) || AtOnceSections.Contains(ConfigDifference.SectionOf(key)) ? ConfigEffect.AtOnce
        : ConfigEffect.WithServer;

    /// <summary>A key of a service's section.</summary>
    public static ConfigEffect OfService(string key) =>
        WithTaskOfServices.Any(end => key.EndsWith(end, StringComparison.OrdinalIgnoreCase)) ? ConfigEffect.WithTask : ConfigEffect.AtOnce;

    private static bool Covers(string known, string key) => known.EndsWith('.') ? key.StartsWith(known, StringComparison.Ordinal) : key == known;
}
