namespace Tocsin.Server.Http;

/// <summary>The paths of the API.</summary>
internal static class RouteTable
{
    public const string Base = "/kapacitor/v1";

    /// <summary>Where the API begins that Kapacitor has not.</summary>
    public const string OwnBase = "/tocsin/v1";

    /// <summary>Where the pages for people are.</summary>
    public const string PagesBase = "/ui";

    /// <summary>Where the addresses of sources begin.</summary>
    public const string IngestBase = "/ingest";

    /// <summary>Where newer clients of Kapacitor look for the same API.</summary>
    public const string PreviewBase = "/kapacitor/v1preview";

    /// <summary>Where clients of InfluxDB 1 and 2 look: points, whether the server is there, and questions.</summary>
    public const string Write = "/write";

    /// <inheritdoc cref="Write"/>
    public const string WriteV2 = "/api/v2/write";

    /// <inheritdoc cref="Write"/>
    public const string Ping = "/ping";

    /// <inheritdoc cref="Write"/>
    public const string Query = "/query";

    /// <summary>Where others look how the server is: its figures, whether it answers, whether it takes what is written.</summary>
    public const string Metrics = "/metrics";

    /// <inheritdoc cref="Metrics"/>
    public const string Alive = "/healthz";

    /// <inheritdoc cref="Metrics"/>
    public const string Ready = "/readyz";

    /// <summary>Where clients of Alertmanager look.</summary>
    public const string AlertmanagerBase = "/api/v2";

    /// <inheritdoc cref="AlertmanagerBase"/>
    public const string AlertmanagerAlive = "/-/healthy";

    /// <inheritdoc cref="AlertmanagerBase"/>
    public const string AlertmanagerReady = "/-/ready";

    /// <summary>Where these find alerts, and where alerts are sent to a source that stands in for Alertmanager.</summary>
    public const string AlertmanagerAlerts = AlertmanagerBase + "/alerts";

    /// <summary>True for paths of the server's own API; all others are for sources.</summary>
    public static bool IsApi(PathString path) =>
        path.StartsWithSegments(Base) || path.StartsWithSegments(PreviewBase) || path.StartsWithSegments(OwnBase) || path.StartsWithSegments(PagesBase) || path == "/" || path == Write
        || path == WriteV2 || path == Ping || path == Query || path == Metrics || path == Alive || path == Ready
        || path == AlertmanagerAlive || path == AlertmanagerReady || path == AlertmanagerBase + "/status" || path == AlertmanagerBase + "/receivers"
        || path == AlertmanagerAlerts + "/groups" || path == AlertmanagerBase + "/silences" || path.StartsWithSegments(AlertmanagerBase + "/silence");

    /// <summary>A path as a header takes it.</summary>
    // Browsers read a backslash as a slash and leave out blanks: the address would lead to another host.
    public static string Escaped(string path) =>
        string.Concat(path.EnumerateRunes().Select(rune => rune.Value is > ' ' and < '\x7F' and not '\\' ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
}
