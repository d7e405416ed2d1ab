namespace Tocsin.Server.Http;

/// <summary>What Kapacitor's API has and this one lacks: a client that asks for it is told so, and what to do instead.</summary>
internal static class PeerEndpoints
{
    private static readonly (string Path, string What, string WayOut)[] Missing =
    [
        ("recordings", "recordings", "'tocsin run SCRIPT --input FILE' runs a script over line protocol"),
        ("replays", "replays", "'tocsin run SCRIPT --input FILE' runs a script over line protocol"),
        ("config", "changes of the configuration by the API", "change the file of --config"),
        ("service-tests", "tests of services", "define a handler and look at /tocsin/v1/status and /tocsin/v1/deliveries"),
        ("storage", "backups and rebuilds by the API", "copy the data folder while the server is stopped, or tocsin.db with sqlite3's .backup"),
        ("logs", "logs by the API", "read the file of logging.file, or the standard error"),
        ("loglevel", "another log level while the server runs", "set logging.level in the configuration"),
        ("debug", "debug/vars and debug/pprof", "counters of tasks, topics and handlers are at /tocsin/v1/status"),
        ("subscriptions", "subscriptions to InfluxDB", "let Telegraf or the application write to /write"),
        ("sideload", "sideload", "set values with |default() or |eval()"),
        (":routes", "the list of routes", "see docs/http.md"),
    ];

    /// <summary>What to answer for a path of Kapacitor's API that is not there; null for all others.</summary>
    public static string? WhyMissing(PathString path)
    {
        if (!path.StartsWithSegments(RouteTable.Base, out var rest))
            return null;
        var name = rest.Value?.Split('/', 3) is [_, var first, ..] ? first : "";
        foreach (var (missing, what, wayOut) in Missing)
        {
            if (name == missing)
                return $"not implemented: this server has no {what} (/{missing}); {wayOut}";
        }

        return null;
    }
}
