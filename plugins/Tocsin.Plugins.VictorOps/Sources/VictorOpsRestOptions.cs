using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.VictorOps.Sources;

/// <summary>What one stand-in for VictorOps's REST integration can say.</summary>
[SourceOptions]
internal sealed record VictorOpsRestOptions : ICheckedOptions
{
    /// <summary>The API keys that senders may have in their address.</summary>
    [Secret]
    public required IReadOnlyList<string> ApiKeys { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (ApiKeys.Count == 0 || ApiKeys.Any(key => key.Length == 0))
            yield return new OptionProblem("api-keys", "name at least one key, and none that is empty: it is all that senders show");
    }
}
