using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.VictorOps.Sources;

/// <summary>What one source of VictorOps webhooks can say.</summary>
[SourceOptions]
internal sealed record VictorOpsSourceOptions : ICheckedOptions
{
    /// <summary>Keys of escalation webhooks; any of them may have signed. None, the default: nothing is signed.</summary>
    [Secret]
    public IReadOnlyList<string> SignatureKeys { get; init; } = [];

    /// <summary>The address as it was entered at VictorOps, letter by letter: it is part of what escalation webhooks sign.</summary>
    public string Url { get; init; } = "";

    /// <summary>Senders whose problems are known here already. None, the default: the product's name, as the handler sends it.</summary>
    public IReadOnlyList<string> OwnTools { get; init; } = [];

    /// <summary>The page of an incident; <c>{incident}</c> stands for its number. Empty, the default: incidents have no link.</summary>
    public string IncidentUrl { get; init; } = "";

    public IEnumerable<OptionProblem> Check()
    {
        if (SignatureKeys.Count > 0 && Url.Length == 0)
            yield return new OptionProblem("url", "signatures cover the address: give it as it was entered at VictorOps");
        if (Url.Length > 0 && SignatureKeys.Count == 0)
            yield return new OptionProblem("signature-keys", "an address alone checks nothing: give the key that VictorOps shows beside it, or leave out url");
        if (SignatureKeys.Any(key => key.Length == 0))
            yield return new OptionProblem("signature-keys", "a key is empty; copy it from VictorOps");
        if (IncidentUrl.Length > 0 && !IncidentUrl.Contains("{incident}", StringComparison.Ordinal))
            yield return new OptionProblem("incident-url", "write {incident} where the incident's number stands");
    }
}
