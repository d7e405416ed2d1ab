using Tocsin.Sdk;

namespace Tocsin.Plugins.SnmpTrap;

/// <summary>Where all handlers send their traps.</summary>
[ServiceSettings("snmptrap")]
internal sealed record SnmpTrapSettings : ICheckedOptions
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Host and port of the receiver. Default <c>localhost:162</c>.</summary>
    public string Addr { get; init; } = "localhost:162";

    /// <summary>The community, which receivers take for a password. Default <c>kapacitor</c>.</summary>
    [Secret]
    public string Community { get; init; } = "kapacitor";

    /// <summary>How often a trap that this machine cannot send is sent again at once. Default 1.</summary>
    public int Retries { get; init; } = 1;

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && !HostPort.TryParse(Addr, out _, out _))
            yield return new OptionProblem("addr", $"'{Addr}' isn't host:port; give the receiver of traps, such as localhost:162");
        if (Retries < 0)
            yield return new OptionProblem("retries", $"{Retries} is below 0; 0 sends a trap once");
    }
}
