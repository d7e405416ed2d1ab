using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.PagerDuty.Sources;

/// <summary>What one stand-in for PagerDuty's Events v1 can say.</summary>
[SourceOptions]
internal sealed record Events1Options : ICheckedOptions
{
    /// <summary>The service keys that senders may name.</summary>
    [Secret]
    public required IReadOnlyList<string> ServiceKeys { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (ServiceKeys.Count == 0 || ServiceKeys.Any(key => key.Length == 0))
            yield return new OptionProblem("service-keys", "name at least one key, and none that is empty: it is all that senders show");
    }
}
