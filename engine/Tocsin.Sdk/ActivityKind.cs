namespace Tocsin.Sdk;

/// <summary>What people, or their incident systems, did about an alert.</summary>
public enum ActivityKind
{
    /// <summary>Somebody takes care of it.</summary>
    Acknowledged,

    /// <summary>Nobody takes care of it any more.</summary>
    Unacknowledged,

    /// <summary>Somebody wrote something about it.</summary>
    Note,

    /// <summary>A system has an incident for it.</summary>
    Incident,
}
