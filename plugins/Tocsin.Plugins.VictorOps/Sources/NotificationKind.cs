namespace Tocsin.Plugins.VictorOps.Sources;

/// <summary>What a notification tells.</summary>
internal enum NotificationKind
{
    Problem,
    Acknowledgement,
    Unacknowledgement,
    Recovery,
    Chat,
}
