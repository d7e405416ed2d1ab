using Tocsin.Alerting.Alerts.Pacing;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>
/// What goes out at once of what was kept back: for each handler, alerts of one group as one delivery, and as many deliveries as its limit allows. To be
/// filled and sent once, under the lock of <see cref="Topics"/>.
/// </summary>
internal sealed class Release(Notifications notifications, DateTimeOffset now, JointChange commit)
{
    /// <summary>So many alerts are one delivery at most; more are several.</summary>
    private const int MostMembers = 10_000;

    private readonly Dictionary<int, List<Notification>> _news = [];
    private readonly Dictionary<int, List<Notification>> _ends = [];

    /// <summary>Adds an open alert.</summary>
    public void Add(in Notification notification) => AddTo(_news, notification);

    /// <summary>Adds an alert that is over and that its handler knows through a group.</summary>
    public void AddEnd(in Notification notification) => AddTo(_ends, notification);

    /// <summary>Owes all of it, or keeps back further what is over a limit.</summary>
    public void Send()
    {
        foreach (var target in _news.Keys.Union(_ends.Keys).ToArray())
            Send(_news.GetValueOrDefault(target) ?? [], _ends.GetValueOrDefault(target) ?? []);
    }

    private static void AddTo(Dictionary<int, List<Notification>> all, in Notification notification)
    {
        if (!all.TryGetValue(notification.Known.Target, out var list))
            all.Add(notification.Known.Target, list = []);
        list.Add(notification);
    }

    private void Send(List<Notification> news, List<Notification> ends)
    {
        var byGroup = news.GroupBy(it => it.Known.Group, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        foreach (var group in ends.GroupBy(end => end.Known.Group, StringComparer.Ordinal))
        {
            // What is news of the same group goes with it where it may.
            var together = byGroup.GetValueOrDefault(group.Key) is { } open && HasRoom(open) ? open : [];
            if (together.Count > 0)
                byGroup.Remove(group.Key);
            SendGroup(group.Key, [.. group], together);
        }

        foreach (var (key, members) in Units([.. byGroup.Values.SelectMany(static open => open)]))
        {
            if (!HasRoom(members))
                members.ForEach(PutOff);
            else if (key.Length == 0)
                SendAlone(members[0]);
            else
                SendGroup(key, [], members);
        }
    }

    private bool HasRoom(List<Notification> news) =>
        news.Count == 0 || news[0].Handler.Pace?.Limit is not { } limit || notifications.Sent.Room(news[0].Known.Target, limit, notifications.Now) > 0;

    // What the handler does not know and a limit kept back comes first, and together; what only repeats comes last.
    private static IEnumerable<(string Key, List<Notification> Members)> Units(List<Notification> news)
    {
        var over = news.ToLookup(it => it.Known is { Cause: HoldCause.Limit, Told: AlertLevel.Ok });
        if (over[true].Skip(1).Any())
            news = [.. over[true].Select(it => it with { Known = it.Known with { Group = GroupEvents.OverLimit } }), .. over[false]];

        foreach (var group in news.OrderBy(IsRepeat).GroupBy(it => it.Known.Group, StringComparer.Ordinal))
        {
            if (group.Key.Length > 0)
            {
                yield return (group.Key, [.. group]);
                continue;
            }

            foreach (var it in group)
                yield return ("", [it]);
        }
    }

    private static bool IsRepeat(Notification it) => it.Known.Told == it.Event.Level;

    private void PutOff(Notification it)
    {
        if (it.Handler.Pace?.Limit is { } limit)
            Know(it, it.Known with { Cause = HoldCause.Limit, Silence = "", Due = notifications.Sent.NextRoom(it.Known.Target, limit, notifications.Now) });
    }

    private void SendAlone(Notification it)
    {
        notifications.Count(it.Known.Target, it.Handler.Pace, commit);
        Notified(it);
        Owe(it, it.Event);
    }

    private void SendGroup(string key, List<Notification> ends, List<Notification> news)
    {
        var first = ends.Count > 0 ? ends[0] : news[0];
        var target = first.Known.Target;
        if (news.Count > 0)
            notifications.Count(target, first.Handler.Pace, commit);
        foreach (var part in ends.Concat(news).Chunk(MostMembers))
        {
            var before = notifications.Groups.Find(target, key)?.Level ?? AlertLevel.Ok;
            foreach (var it in part)
            {
                if (it.Event.Level == AlertLevel.Ok)
                    Know(it, null);
                else
                    Notified(it);
            }

            var group = notifications.Groups.Find(target, key);
            if (group is not null)
            {
                group.Due = null;
                group.EndsSent = ends.Count > 0 ? notifications.Now : group.EndsSent;
            }

            Owe(first, GroupEvents.Of(
                first.Handler.Target, first.Topic.Name, key, first.Handler.Pace?.Group?.By ?? [], [.. part.Select(it => it.Event)], before, group?.Level ?? AlertLevel.Ok, group?.Open ?? 0));
        }
    }

    private void Notified(Notification it)
    {
        var isSimple = it.Handler.Pace is null && it.Known.Group.Length == 0;
        Know(it, isSimple ? null : PaceRules.Notified(it.Handler.Pace, it.Known, it.Event.Level, notifications.Now));
    }

    // What is known may have got a group on its way here.
    private void Know(Notification it, KnownAlert? after) => notifications.Set(it.Topic, it.Place, it.Place.KnownTo(it.Known.Target), after, commit);

    private void Owe(Notification it, AlertEvent alert)
    {
        var change = new ReleaseChange(alert, now.ToUnixTimeMilliseconds());
        change.Owe(it.Handler.Queue);
        commit.Add(change);
    }
}
