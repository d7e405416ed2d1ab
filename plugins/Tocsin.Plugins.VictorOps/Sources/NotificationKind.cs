namespace Tocsin.Plugins.VictorOps.Sources;

/// <summary>What a notification tells.</summary>
internal enum NotificationKind
{
    Problem,
    Acknowledgement,
    Unacknowledgement,
    Recovery,
    Chat,

    /// <summary>Of no type that is taken in: pages, policies, whatever VictorOps or a template makes up. It is not a problem.</summary>
    Other,
}
