using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;

namespace Tocsin.Alerting.Definitions;

/// <summary>What definitions are judged by beside themselves.</summary>
public sealed record Surroundings
{
    /// <summary>The kinds of handlers there are.</summary>
    public required HandlerKinds Kinds { get; init; }

    /// <summary>Answers variables; null when one is not set.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>Answers what a file that a variable names says; null for those of this machine.</summary>
    public Func<string, string>? ReadFile { get; init; }

    /// <summary>The services of the configuration; null when they are not known: nothing is said of them.</summary>
    public ServiceSections? Services { get; init; }

    /// <summary>Whether a handler listens to a topic; null when that is not known.</summary>
    public Func<string, bool>? HasListener { get; init; }

    /// <summary>Why there is no InfluxDB of a name, of an empty one no default; its answer is null when there is. Null when the configuration is not known.</summary>
    public Func<string, string?>? WhyNoInflux { get; init; }

    /// <summary>Who else raises the alerts of a node; null for nobody. Null when that is not known.</summary>
    public Func<RaisedAlert, RaisedAlert?>? OtherRaiser { get; init; }

    /// <summary>True when definitions are for another machine: nothing is said of programs and folders, which may be there.</summary>
    public bool IsElsewhere { get; init; }
}
