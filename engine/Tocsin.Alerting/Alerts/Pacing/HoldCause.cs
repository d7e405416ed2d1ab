namespace Tocsin.Alerting.Alerts.Pacing;

/// <summary>Why something of an alert is kept from a handler. The numbers are kept in storage and never change.</summary>
public enum HoldCause
{
    /// <summary>A silence keeps it back.</summary>
    Silence = 0,

    /// <summary>Nothing is kept back: the handler knows the alert, and may be notified of it again.</summary>
    None = 1,

    /// <summary>It waits for others of its group.</summary>
    Group = 2,

    /// <summary>The handler has had as many deliveries as its limit allows.</summary>
    Limit = 3,

    /// <summary>The alert has not been open for long enough.</summary>
    After = 4,

    /// <summary>Somebody has acknowledged the alert.</summary>
    Acknowledged = 5,

    /// <summary>The end of the alert, which goes out with other ends of its group.</summary>
    End = 6,
}
