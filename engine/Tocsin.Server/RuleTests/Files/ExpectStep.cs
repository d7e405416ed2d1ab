using Tocsin.Alerting.Configuration;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>What must have happened since the last such step.</summary>
/// <param name="Alerts">The alerts raised: all of them, in any order; those of one id in theirs; null when any may be.</param>
/// <param name="Sent">What handlers and nodes sent: likewise, those of one handler and one id in their order.</param>
/// <param name="Written">Points that nodes write to InfluxDB: likewise, those of one series in their order.</param>
/// <param name="Errors">Parts of what nodes could not process; null when any may be.</param>
/// <param name="IsPartial">True when more may have happened.</param>
internal sealed record ExpectStep(ConfigPlace? Place, IReadOnlyList<ConfigMap>? Alerts, IReadOnlyList<ConfigMap>? Sent, IReadOnlyList<ConfigMap>? Written, IReadOnlyList<string>? Errors, bool IsPartial) : TestStep(Place);
