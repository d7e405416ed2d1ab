namespace Tocsin.Alerting.Alerts.Silences;

/// <summary>What a silence does at a moment.</summary>
public enum SilenceState
{
    /// <summary>It keeps back what it matches.</summary>
    Active,

    /// <summary>It begins later, or waits for its next window.</summary>
    Pending,

    /// <summary>It is over.</summary>
    Expired,
}
