using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers.Tcp;

/// <summary>Where the <c>tcp</c> handler sends.</summary>
[HandlerOptions]
internal sealed record TcpOptions : IServedOptions
{
    /// <summary>Host and port, <c>host:port</c> or <c>[::1]:port</c>; a template.</summary>
    [Destination]
    [ScriptProperty("address", IsArgument = true)]
    public required EventTemplate Address { get; init; }

    public IEnumerable<OptionProblem> CheckDelivery(object? settings) => Address.HasParts || HostPort.TryParse(Address.Text, out _, out _)
        ? []
        : [new OptionProblem("address", $"'{Address.Text}' has no port: write host:port")];
}
