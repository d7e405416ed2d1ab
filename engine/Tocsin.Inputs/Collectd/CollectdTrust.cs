namespace Tocsin.Inputs.Collectd;

/// <summary>What is known of who sent parts of a datagram.</summary>
internal enum CollectdTrust
{
    None,
    Signed,
    Encrypted,
}
