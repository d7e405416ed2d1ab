namespace Tocsin.Sdk;

/// <summary>What a recovery does to the incident that another system has for the alert.</summary>
public enum RecoveryAction
{
    /// <summary>It is resolved.</summary>
    Resolve,

    /// <summary>It is acknowledged, so that nobody is paged any more, and stays open until a person resolves it.</summary>
    Acknowledge,
}
