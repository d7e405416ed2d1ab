namespace Tocsin.Alerting.Alerts.Care;

/// <summary>What became of an activity that was to be recorded.</summary>
public enum ActivityOutcome
{
    /// <summary>It is kept and told to those who did not know.</summary>
    Recorded,

    /// <summary>It changes nothing: it was said before, or is the echo of what another system was told.</summary>
    AlreadyKnown,

    /// <summary>The topic knows no alert with this id.</summary>
    UnknownAlert,

    /// <summary>The alert is OK: there is nothing to be acknowledged.</summary>
    NotOpen,
}
