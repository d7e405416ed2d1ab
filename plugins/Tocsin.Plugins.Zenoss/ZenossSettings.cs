using Tocsin.Sdk;

namespace Tocsin.Plugins.Zenoss;

/// <summary>The Zenoss that all handlers use.</summary>
[ServiceSettings("zenoss")]
internal sealed record ZenossSettings : ICheckedOptions
{
    private static readonly string[] Levels = ["OK", "Info", "Warning", "Critical"];

    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The address of the events router.</summary>
    public Uri Url { get; init; } = new("https://tenant.zenoss.io:8080/zport/dmd/evconsole_router");

    /// <summary>The user to log in as. Empty, the default, does not log in.</summary>
    public string Username { get; init; } = "";

    [Secret]
    public string Password { get; init; } = "";

    /// <summary>The router where a handler names none. Default <c>EventsRouter</c>.</summary>
    public string Action { get; init; } = "EventsRouter";

    /// <summary>The router's method. Default <c>add_event</c>.</summary>
    public string Method { get; init; } = "add_event";

    /// <summary>The type of the request. Default <c>rpc</c>.</summary>
    public string Type { get; init; } = "rpc";

    /// <summary>The number of the request. Default 1.</summary>
    public long Tid { get; init; } = 1;

    /// <summary>The collector where a handler names none, a template.</summary>
    public EventTemplate? Collector { get; init; }

    /// <summary>Zenoss's severities, texts or numbers, by <c>OK</c>, <c>Info</c>, <c>Warning</c> and <c>Critical</c>. Default: <c>Clear</c> and the names of the levels.</summary>
    public IReadOnlyDictionary<string, object> SeverityMap { get; init; } = new Dictionary<string, object>();

    /// <summary>Whether every alert without a Zenoss handler gets one. Default false.</summary>
    public bool Global { get; init; }

    /// <summary>Whether alerts that get a handler that way send changes of state only. Default false.</summary>
    public bool StateChangesOnly { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        foreach (var level in SeverityMap.Keys.Where(level => !Levels.Contains(level, StringComparer.OrdinalIgnoreCase)))
            yield return new OptionProblem("severity-map", $"'{level}' is not a level; write OK, Info, Warning or Critical");
    }

    /// <summary>What Zenoss calls a level.</summary>
    public object SeverityOf(AlertLevel level)
    {
        foreach (var (name, severity) in SeverityMap)
        {
            if (name.Equals(Levels[(int)level], StringComparison.OrdinalIgnoreCase))
                return severity;
        }

        return level == AlertLevel.Ok ? "Clear" : Levels[(int)level];
    }
}
