using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.ThousandEyes;

/// <summary>How one source reads what ThousandEyes would tell VictorOps.</summary>
[SourceOptions]
internal sealed record StandInOptions : ICheckedOptions
{
    /// <summary>The key of the integration: the part of the address before the routing key.</summary>
    [Secret]
    public required string ApiKey { get; init; }

    /// <summary>The level of alerts that name no severity. Default <c>critical</c>.</summary>
    public AlertLevel DefaultLevel { get; init; } = AlertLevel.Critical;

    /// <summary>The time zone of the account, for dates that come without one, as a source of kind <c>thousandeyes</c> takes it. Default <c>UTC</c>.</summary>
    public string TimeZone { get; init; } = "UTC";

    public IEnumerable<OptionProblem> Check()
    {
        if (ApiKey.Length == 0 || ApiKey.Contains('/', StringComparison.Ordinal))
            yield return new OptionProblem("api-key", "the key is the part of the address after /integrations/thousandeyes/v1/, without slashes");
        foreach (var problem in ThousandEyesOptions.Check(DefaultLevel, TimeZone))
            yield return problem;
    }
}
