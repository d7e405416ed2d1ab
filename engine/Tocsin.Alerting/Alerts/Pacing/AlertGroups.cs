
namespace Tocsin.Alerting.Alerts.Pacing;

/// <summary>The groups through which handlers know alerts, made of what handlers know of each. Guarded by the lock of <see cref="Topics"/>.</summary>
internal sealed class AlertGroups
{
    private readonly Dictionary<(int Target, string Key), KnownGroup> _groups = [];

    /// <summary>A group; null when nothing is known of it, as of one whose alerts are all over.</summary>
    public KnownGroup? Find(int target, string key) => _groups.GetValueOrDefault((target, key));

    /// <summary>Notes that what a handler knows of an alert has changed.</summary>
    public void Change(KnownAlert? before, KnownAlert? after)
    {
        if (after is { Group.Length: > 0 })
            FindOrAdd(after.Target, after.Group).Add(after);
        if (before is { Group.Length: > 0 } && Find(before.Target, before.Group) is { } left && left.Remove(before))
            _groups.Remove((before.Target, before.Group));
    }

    private KnownGroup FindOrAdd(int target, string key)
    {
        if (!_groups.TryGetValue((target, key), out var group))
            _groups.Add((target, key), group = new KnownGroup());
        return group;
    }
}
