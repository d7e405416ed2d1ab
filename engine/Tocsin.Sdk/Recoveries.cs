namespace Tocsin.Sdk;

/// <summary>How the end of an alert asks for what handlers do about its incident.</summary>
public static class Recoveries
{
    /// <summary>The tag by which a recovery asks for one action, whatever the handler's own is: people see it, and can match on it.</summary>
    public const string Tag = "recovery";

    /// <summary>The value of <see cref="Tag"/> that asks for <see cref="RecoveryAction.Acknowledge"/>.</summary>
    public const string Acknowledge = "acknowledge";

    /// <summary>True when the alert is over and its incident is to be acknowledged and left open.</summary>
    /// <param name="alert">The event.</param>
    /// <param name="onRecovery">What the handler does for recoveries that ask for nothing.</param>
    public static bool LeavesIncidentOpen(this AlertEvent alert, RecoveryAction onRecovery) =>
        alert is { Level: AlertLevel.Ok, Activity: null } &&
        (onRecovery == RecoveryAction.Acknowledge || (alert.Tags.TryGetValue(Tag, out var wish) && wish == Acknowledge));
}
