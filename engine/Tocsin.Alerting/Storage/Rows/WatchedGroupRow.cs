namespace Tocsin.Alerting.Storage.Rows;

/// <summary>A group that a deadman of a task watches.</summary>
/// <param name="Key">Its measurement and tags, as its task names groups.</param>
/// <param name="Seen">When data of it came last, as far as that was written down; seconds since 1970.</param>
public sealed record WatchedGroupRow(string Key, long Seen);
