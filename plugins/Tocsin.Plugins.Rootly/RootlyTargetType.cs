namespace Tocsin.Plugins.Rootly;

/// <summary>What is notified of an alert.</summary>
internal enum RootlyTargetType
{
    /// <summary>A person.</summary>
    User,

    /// <summary>A team.</summary>
    Group,

    /// <summary>An escalation policy.</summary>
    EscalationPolicy,

    /// <summary>A service.</summary>
    Service,
}
