using Tocsin.Alerting.Configuration;

namespace Tocsin.Engine.Hosting.Peer;

/// <summary>A section or key of <c>kapacitor.conf</c> that has no effect here.</summary>
/// <param name="Path">The section, or section and key: <c>http.auth-enabled</c>.</param>
/// <param name="Matters">Whether a value asks for something that is then missing; null when none does.</param>
/// <param name="Remedy">What is missing and what to do instead; empty when nothing is.</param>
/// <param name="IsError">True when the server must not start without it.</param>
internal sealed record PeerKey(string Path, Func<ConfigValue, bool>? Matters = null, string Remedy = "", bool IsError = false)
{
    /// <summary>All of them. What neither stands here nor is an option is not known to anybody.</summary>
    public static readonly IReadOnlyList<PeerKey> All =
    [
        new("alert.persist-topics", IsOff, "states of topics are always kept here"),
        new("alert.topic-buffer-length"),
        new("auth.enabled", IsOn, "users of Kapacitor's own store are not read: set it to false and http.auth-enabled to true, and add the users here with 'tocsin users add'", IsError: true),
        new("auth"),
        new("fluxtask.enabled", IsOn, "tasks in Flux are not supported: write TICKscript"),
        new("fluxtask"),
        new("http.write-tracing", IsOn, "writes are not logged: 'tocsin status' counts them"),
        new("http.pprof-enabled", IsOn, "there are no profiles of Go: 'dotnet-trace' looks into the process"),
        new("reporting"),
        new("static"),
        new("stats.buffer-size"),
        new("stats.timing-movavg-size"),
        new("storage.boltdb"),
        new("task.dir"),
        new("task.snapshot-interval"),
    ];

    public static PeerKey? Find(string path) => All.FirstOrDefault(key => key.Path.Equals(path, StringComparison.OrdinalIgnoreCase));

    public static bool IsOn(ConfigValue value) => value is ConfigFlag { Value: true } or ConfigText { Value: "true" or "TRUE" or "True" };

    private static bool IsOff(ConfigValue value) => value is ConfigFlag { Value: false } or ConfigText { Value: "false" or "FALSE" or "False" };
}
