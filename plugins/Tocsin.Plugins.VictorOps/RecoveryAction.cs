namespace Tocsin.Plugins.VictorOps;

/// <summary>What a recovery does to the incident.</summary>
internal enum RecoveryAction
{
    /// <summary>It is resolved.</summary>
    Resolve,

    /// <summary>It is acknowledged, so that nobody is paged any more, and stays open until a person resolves it.</summary>
    Acknowledge,
}
