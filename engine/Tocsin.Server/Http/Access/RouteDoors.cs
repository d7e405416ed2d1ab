using Tocsin.Server.Http.Logs;
using static Tocsin.Server.Http.RouteTable;

namespace Tocsin.Server.Http.Access;

/// <summary>
/// Who gets through to which route: all routes of the server, each with its role. One that does not stand here is for administrators only, until
/// it does.
/// </summary>
internal static class RouteDoors
{
    public static readonly IReadOnlyList<RouteDoor> All =
    [
        // Sources ask their senders for credentials of their own.
        new("*", IngestBase + "/{id}/{**path}", Door.Open),
        new("POST", OwnBase + "/session", Door.Open),
        new("DELETE", OwnBase + "/session", Door.Open),
        new("GET", OwnBase + "/session", Door.Known),
        new("GET", OwnBase + "/session/ways", Door.Open),
        new("GET", OwnBase + "/session/oidc", Door.Open),
        new("GET", OwnBase + "/session/oidc/callback", Door.Open),

        // The files of the pages hold nothing: what they show, they ask for.
        new("GET", "/", Door.Open),
        new("HEAD", "/", Door.Open),
        new("GET", PagesBase + "/{**path}", Door.Open),
        new("HEAD", PagesBase + "/{**path}", Door.Open),

        // As InfluxDB answers it without a user: agents ask it before they know one.
        new("GET", Ping, Door.Open),
        new("HEAD", Ping, Door.Open),
        new("GET", Alive, Door.Open),
        new("HEAD", Alive, Door.Open),
        new("GET", Ready, Door.Open),
        new("HEAD", Ready, Door.Open),
        new("GET", Metrics, Door.Read),
        new("HEAD", Metrics, Door.Read),
        new("GET", AlertmanagerAlive, Door.Open),
        new("HEAD", AlertmanagerAlive, Door.Open),
        new("GET", AlertmanagerReady, Door.Open),
        new("HEAD", AlertmanagerReady, Door.Open),
        new("GET", AlertmanagerBase + "/status", Door.Read),
        new("GET", AlertmanagerBase + "/receivers", Door.Read),
        new("GET", AlertmanagerBase + "/alerts", Door.Read),
        new("GET", AlertmanagerBase + "/alerts/groups", Door.Read),
        new("GET", AlertmanagerBase + "/silences", Door.Read),
        new("POST", AlertmanagerBase + "/silences", Door.Respond),
        new("GET", AlertmanagerBase + "/silence/{id}", Door.Read),
        new("DELETE", AlertmanagerBase + "/silence/{id}", Door.Respond),

        new("GET", Base + "/ping", Door.Known),
        new("HEAD", Base + "/ping", Door.Known),
        new("GET", Base + "/:routes", Door.Known),

        new("POST", RouteTable.Write, Door.Write),
        new("POST", Base + "/write", Door.Write),
        new("POST", WriteV2, Door.Write),
        new("GET", Query, Door.Write),
        new("POST", Query, Door.Write),

        new("GET", Base + "/tasks", Door.Read),
        new("GET", Base + "/tasks/{**path}", Door.Read),
        new("POST", Base + "/tasks", Door.Author),
        new("PATCH", Base + "/tasks/{**path}", Door.Author),
        new("DELETE", Base + "/tasks/{**path}", Door.Author),
        new("GET", Base + "/templates", Door.Read),
        new("GET", Base + "/templates/{**id}", Door.Read),
        new("POST", Base + "/templates", Door.Author),
        new("PATCH", Base + "/templates/{**id}", Door.Author),
        new("DELETE", Base + "/templates/{**id}", Door.Author),

        new("GET", Base + "/alerts/topics", Door.Read),
        new("GET", Base + "/alerts/topics/{topic}", Door.Read),
        new("GET", Base + "/alerts/topics/{topic}/events", Door.Read),
        new("GET", Base + "/alerts/topics/{topic}/events/{id}", Door.Read),
        new("DELETE", Base + "/alerts/topics/{topic}", Door.Author),
        new("POST", OwnBase + "/topics/{topic}/import", Door.Author),
        new("GET", Base + "/alerts/topics/{topic}/handlers", Door.Read),
        new("GET", Base + "/alerts/topics/{topic}/handlers/{id}", Door.Read),
        new("POST", Base + "/alerts/topics/{topic}/{**path}", Door.Author),
        new("PUT", Base + "/alerts/topics/{topic}/handlers/{id}", Door.Author),
        new("PATCH", Base + "/alerts/topics/{topic}/handlers/{id}", Door.Author),
        new("DELETE", Base + "/alerts/topics/{topic}/handlers/{id}", Door.Author),

        new("GET", OwnBase + "/openapi.json", Door.Known),
        new("GET", OwnBase + "/schema", Door.Read),
        new("GET", OwnBase + "/lsp", Door.Read),

        new("GET", OwnBase + "/alerts", Door.Read),
        new("GET", OwnBase + "/alerts/activity", Door.Read),
        new("GET", OwnBase + "/alerts/explain", Door.Read),
        new("GET", OwnBase + "/alerts/story", Door.Read),
        new("GET", OwnBase + "/alerts/noise", Door.Read),
        new("GET", OwnBase + "/alerts/details", Door.Read),
        new("GET", OwnBase + "/stream", Door.Read),
        new("GET", OwnBase + "/tasks/watch", Door.Read),
        new("GET", OwnBase + "/tasks/diff", Door.Read),
        new("POST", OwnBase + "/backtest", Door.Author),
        new("POST", OwnBase + "/drills", Door.Author),
        new("GET", OwnBase + "/drills/scheduled", Door.Read),
        new("POST", OwnBase + "/drills/scheduled", Door.Author),
        new("DELETE", OwnBase + "/drills/scheduled/{id}", Door.Author),
        new("POST", OwnBase + "/alerts/acknowledge", Door.Respond),
        new("POST", OwnBase + "/alerts/unacknowledge", Door.Respond),
        new("POST", OwnBase + "/alerts/note", Door.Respond),

        new("GET", OwnBase + "/silences", Door.Read),
        new("GET", OwnBase + "/silences/{id}", Door.Read),
        new("POST", OwnBase + "/silences", Door.Respond),
        new("DELETE", OwnBase + "/silences/{id}", Door.Respond),

        new("GET", OwnBase + "/sources", Door.Read),
        new("GET", OwnBase + "/sources/{id}", Door.Read),
        new("POST", OwnBase + "/sources", Door.Author),
        new("PUT", OwnBase + "/sources/{id}", Door.Author),
        new("DELETE", OwnBase + "/sources/{id}", Door.Author),
        new("GET", OwnBase + "/quarantine", Door.Read),
        new("GET", OwnBase + "/quarantine/{number}", Door.Read),
        new("POST", OwnBase + "/quarantine/{number}/replay", Door.Respond),
        new("DELETE", OwnBase + "/quarantine/{number}", Door.Admin),

        new("GET", OwnBase + "/deliveries", Door.Read),
        new("POST", OwnBase + "/deliveries/resume", Door.Admin),
        new("GET", OwnBase + "/dead-letters", Door.Read),
        new("GET", OwnBase + "/dead-letters/{number}", Door.Read),
        new("POST", OwnBase + "/dead-letters/{number}/resend", Door.Respond),
        new("DELETE", OwnBase + "/dead-letters/{number}", Door.Admin),
        new("GET", OwnBase + "/ledger", Door.Read),

        // Recordings are data of tasks, and a replay sends its alerts.
        new("GET", Base + "/recordings", Door.Read),
        new("GET", Base + "/recordings/{**id}", Door.Read),
        new("POST", Base + "/recordings/stream", Door.Author),
        new("POST", Base + "/recordings/batch", Door.Author),
        new("POST", Base + "/recordings/query", Door.Author),
        new("DELETE", Base + "/recordings/{**id}", Door.Author),
        new("GET", Base + "/replays", Door.Read),
        new("GET", Base + "/replays/{**id}", Door.Read),
        new("POST", Base + "/replays", Door.Author),
        new("POST", Base + "/replays/batch", Door.Author),
        new("POST", Base + "/replays/query", Door.Author),
        new("DELETE", Base + "/replays/{**id}", Door.Author),
        new("GET", Base + "/service-tests", Door.Read),
        new("GET", Base + "/service-tests/{name}", Door.Read),
        new("POST", Base + "/service-tests/{name}", Door.Author),
        new("POST", Base + "/sideload/reload", Door.Author),

        new("GET", OwnBase + "/status", Door.Read),
        new("GET", Base + "/debug/vars", Door.Read),
        new("GET", LogsApi.Path, Door.Read),
        new("POST", Base + "/loglevel", Door.Admin),
        new("GET", OwnBase + "/plugins", Door.Read),
        new("GET", OwnBase + "/plugins/{id}", Door.Read),
        new("POST", OwnBase + "/plugins/{id}/resume", Door.Admin),
        new("GET", Base + "/config", Door.Read),
        new("GET", Base + "/config/{section}/{**element}", Door.Read),
        new("POST", Base + "/config/{section}/{**element}", Door.Admin),
        new("GET", OwnBase + "/config/overrides", Door.Read),
        new("POST", OwnBase + "/reload", Door.Admin),
        new("POST", Base + "/subscriptions", Door.Admin),

        // A copy of the state holds all secrets.
        new("GET", Base + "/storage/backup", Door.Admin),
        new("GET", Base + "/storage/stores", Door.Read),
        new("POST", Base + "/storage/stores/{name}", Door.Admin),

        new("GET", OwnBase + "/users", Door.Admin),
        new("POST", OwnBase + "/users", Door.Admin),
        new("PATCH", OwnBase + "/users/{name}", Door.Admin),
        new("DELETE", OwnBase + "/users/{name}", Door.Admin),
        new("GET", OwnBase + "/tokens", Door.Admin),
        new("POST", OwnBase + "/tokens", Door.Admin),
        new("DELETE", OwnBase + "/tokens/{id}", Door.Admin),
        new("GET", OwnBase + "/audit", Door.Admin),
    ];

    private static readonly Dictionary<(string Method, string Path), Door> ByRoute = All.ToDictionary(route => (route.Method, route.Path), route => route.Door);

    /// <summary>Hangs its door on a route when that is made.</summary>
    public static void Hang(EndpointBuilder endpoint) => endpoint.Metadata.Add(endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path }
        ? Find(path, endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods ?? [])
        : Door.Admin);

    // The narrowest of several methods, should they differ.
    private static Door Find(string path, IReadOnlyList<string> methods) =>
        methods.DefaultIfEmpty("*").Select(method => ByRoute.GetValueOrDefault((method, path), Door.Admin)).MaxBy(door => door.IsOpen ? -1 : (int?)door.Needed ?? 0) ?? Door.Admin;
}
