namespace Tocsin.Server.Http.Hosting;

/// <summary>What Kapacitor's API has and this one lacks: a client that asks for it is told so, and what to do instead.</summary>
internal static class PeerEndpoints
{
    private static readonly (string Path, string What, string WayOut)[] Missing =
    [
        ("logs", "log at this address", $"follow it at {Logs.LogsApi.Path}"),
        ("debug/pprof", "profiles of Go", "'dotnet-counters' and 'dotnet-trace' look into the process"),
    ];

    /// <summary>What to answer for a path of Kapacitor's API that is not there; null for all others.</summary>
    public static string? WhyMissing(PathString path)
    {
        if (!path.StartsWithSegments(RouteTable.Base, out var rest))
            return null;
        foreach (var (missing, what, wayOut) in Missing)
        {
            if (rest.StartsWithSegments("/" + missing))
                return $"not implemented: this server has no {what} (/{missing}); {wayOut}";
        }

        return null;
    }
}
