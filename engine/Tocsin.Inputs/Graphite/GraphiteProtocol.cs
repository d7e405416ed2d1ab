namespace Tocsin.Inputs.Graphite;

/// <summary>How lines come.</summary>
public enum GraphiteProtocol
{
    Tcp,
    Udp,
}
