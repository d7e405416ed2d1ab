namespace Tocsin.Inputs.Collectd;

/// <summary>What datagrams must be.</summary>
public enum CollectdSecurityLevel
{
    /// <summary>Anything; what is signed or encrypted is checked.</summary>
    None,

    /// <summary>Signed or encrypted.</summary>
    Sign,

    /// <summary>Encrypted.</summary>
    Encrypt,
}
