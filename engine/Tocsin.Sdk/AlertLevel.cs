namespace Tocsin.Sdk;

/// <summary>How bad things are, from fine to worst. The numbers are those that scripts compare with.</summary>
public enum AlertLevel
{
    /// <summary>All is well, or well again.</summary>
    Ok = 0,

    /// <summary>Worth knowing; nobody needs to act.</summary>
    Info = 1,

    /// <summary>Somebody should look soon.</summary>
    Warning = 2,

    /// <summary>Somebody must act now.</summary>
    Critical = 3,
}
