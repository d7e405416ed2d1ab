using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Grafana;

/// <summary>How one source of Grafana checks and reads.</summary>
[SourceOptions]
internal sealed record GrafanaOptions : ICheckedOptions
{
    /// <summary>
    /// The secrets of <c>HMAC Signature</c> that are in force: one, or two while one replaces the other. None, the default, takes requests
    /// without a signature.
    /// </summary>
    [Secret]
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The header with the signature. Default <c>X-Grafana-Alerting-Signature</c>.</summary>
    public string SignatureHeader { get; init; } = "X-Grafana-Alerting-Signature";

    /// <summary>
    /// The header with the time that is signed too, as the contact point names it. Empty, the default: only the body is signed, and a request that
    /// somebody kept can be sent again.
    /// </summary>
    public string TimestampHeader { get; init; } = "";

    /// <summary>How old a signed time may be, and how far ahead. Default 5 minutes.</summary>
    public TimeSpan ReplayWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The level of alerts without a label <c>severity</c>, or with one that is not known. Default <c>critical</c>.</summary>
    public AlertLevel DefaultLevel { get; init; } = AlertLevel.Critical;

    /// <summary>The level of <c>DatasourceNoData</c> without a label <c>severity</c>. Default: <see cref="DefaultLevel"/>.</summary>
    public AlertLevel? NoDataLevel { get; init; }

    /// <summary>Whether each rule has a topic of its own, named for its uid or else the label <c>alertname</c>. Default false: the topic of the source.</summary>
    public bool TopicPerRule { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (Secrets.Any(secret => secret.Length == 0))
            yield return new OptionProblem("secrets", "a secret is empty; take the one of the contact point");
        if (SignatureHeader.Length == 0)
            yield return new OptionProblem("signature-header", "name the header, or leave the option out");
        if (TimestampHeader.Length > 0 && Secrets.Count == 0)
            yield return new OptionProblem("timestamp-header", "the time counts only with a signature: set secrets");
        if (ReplayWindow <= TimeSpan.Zero)
            yield return new OptionProblem("replay-window", "it must be longer than 0, such as 5m");
        if (DefaultLevel == AlertLevel.Ok)
            yield return new OptionProblem("default-level", "a problem is never ok; use info, warning or critical");
        if (NoDataLevel == AlertLevel.Ok)
            yield return new OptionProblem("no-data-level", "a problem is never ok; use info, warning or critical");
    }
}
