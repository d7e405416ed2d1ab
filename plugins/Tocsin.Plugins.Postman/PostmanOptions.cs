using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Postman;

/// <summary>How one source of Postman reads.</summary>
[SourceOptions]
internal sealed record PostmanOptions : ICheckedOptions
{
    /// <summary>
    /// The address that alerts link to. May hold <c>{monitor_uid}</c>, <c>{collection_uid}</c>, <c>{environment_uid}</c> and <c>{job_id}</c>;
    /// without a value for one of them there is no link, nor with an empty text. Default: the page of the monitor,
    /// <c>https://go.postman.co/monitors/{monitor_uid}</c>.
    /// </summary>
    public string Link { get; init; } = "https://go.postman.co/monitors/{monitor_uid}";

    /// <summary>What is one alert of a run whose items are told one by one. Default <c>run</c>.</summary>
    public AlertScope AlertPer { get; init; } = AlertScope.Run;

    /// <summary>
    /// What the first good run after a bad one does in VictorOps and PagerDuty; <c>acknowledge</c> asks for it with the tag <c>recovery</c>. Other
    /// services resolve. Default <c>resolve</c>.
    /// </summary>
    public SuccessAction OnSuccess { get; init; } = SuccessAction.Resolve;

    public IEnumerable<OptionProblem> Check()
    {
        if (LinkTemplate.ProblemOf(Link) is { } problem)
            yield return new OptionProblem("link", problem);
    }
}
