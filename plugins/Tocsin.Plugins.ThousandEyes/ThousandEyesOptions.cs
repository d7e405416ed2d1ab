using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.ThousandEyes;

/// <summary>How one source of ThousandEyes reads.</summary>
[SourceOptions]
internal sealed record ThousandEyesOptions : ICheckedOptions
{
    /// <summary>The level of alerts that name no severity. Default <c>critical</c>.</summary>
    public AlertLevel DefaultLevel { get; init; } = AlertLevel.Critical;

    /// <summary>
    /// The time zone of the account, for dates that come without one: a name such as <c>Europe/Berlin</c>, an abbreviation such as <c>EST</c>
    /// or a difference such as <c>+01:00</c>. Default <c>UTC</c>.
    /// </summary>
    public string TimeZone { get; init; } = "UTC";

    public IEnumerable<OptionProblem> Check() => Check(DefaultLevel, TimeZone);

    internal static IEnumerable<OptionProblem> Check(AlertLevel defaultLevel, string timeZone)
    {
        if (defaultLevel == AlertLevel.Ok)
            yield return new OptionProblem("default-level", "a problem is never ok; use info, warning or critical");
        if (!ZoneName.TryFind(timeZone, out _))
            yield return new OptionProblem("time-zone", $"'{timeZone}' isn't a known time zone; use a name such as Europe/Berlin, or a difference such as +01:00");
    }
}
