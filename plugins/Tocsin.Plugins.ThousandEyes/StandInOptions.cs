using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.ThousandEyes;

/// <summary>How one source reads what ThousandEyes would send to VictorOps.</summary>
[SourceOptions]
internal sealed record StandInOptions : ICheckedOptions
{
    /// <summary>The keys that may stand in the address before the routing key: one, or two while one replaces the other.</summary>
    [Secret]
    public required IReadOnlyList<string> ApiKeys { get; init; }

    /// <summary>The level of alerts that name no severity. Default <c>critical</c>.</summary>
    public AlertLevel DefaultLevel { get; init; } = AlertLevel.Critical;

    /// <summary>The time zone of the account, for dates that come without one, as a source of kind <c>thousandeyes</c> takes it. Default <c>UTC</c>.</summary>
    public string TimeZone { get; init; } = "UTC";

    public IEnumerable<OptionProblem> Check()
    {
        if (ApiKeys.Count == 0 || ApiKeys.Any(key => key.Length == 0 || key.Contains('/', StringComparison.Ordinal)))
            yield return new OptionProblem("api-keys", "name at least one key: the part of the address after /integrations/thousandeyes/v1/, without slashes");
        foreach (var problem in ThousandEyesOptions.Check(DefaultLevel, TimeZone))
            yield return problem;
    }
}
