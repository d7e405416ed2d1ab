using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers.Outgoing;

/// <summary>Which addresses handlers, nodes and plugins reach.</summary>
public sealed record OutgoingOptions : ICheckedOptions
{
    /// <summary>
    /// Networks that nothing is sent to, such as <c>10.0.0.0/8</c>. Default: link-local addresses and those at which clouds give machines their
    /// credentials.
    /// </summary>
    public IReadOnlyList<string> Deny { get; init; } = ["169.254.0.0/16", "fe80::/10", "fd00:ec2::254/128", "100.100.100.200/32"];

    /// <summary>Networks that are reached although they are part of denied ones. Default: none.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    public IEnumerable<OptionProblem> Check()
    {
        foreach (var (option, networks) in new[] { ("deny", Deny), ("allow", Allow) })
        {
            foreach (var network in networks.Where(network => OutgoingGuard.Parse(network) is null))
                yield return new OptionProblem(option, $"'{network}' isn't a network: write it as 10.0.0.0/8, fd00::/8, or one address");
        }
    }
}
