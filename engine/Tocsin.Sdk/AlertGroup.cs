namespace Tocsin.Sdk;

/// <summary>Alerts that are delivered together. Never changes; safe for any thread.</summary>
/// <param name="Event">
/// One event in the place of all: its id is that of the group and stays as long as anything of it is open, its level is the highest that is open, its
/// message sums the members up, its tags are what the members are gathered by, and its idempotency key is that of the delivery.
/// </param>
public sealed record AlertGroup(AlertEvent Event)
{
    /// <summary>The alerts of which there is news, the highest level first; those that are over have the level OK. Never empty.</summary>
    public IReadOnlyList<AlertEvent> Members => Event.Members;

    /// <summary>How many members there are, in words: <c>1 alert</c>, <c>12 alerts</c>.</summary>
    public string Amount => Members.Count == 1 ? "1 alert" : $"{Members.Count} alerts";

    /// <summary>How many alerts of the group are open, those of which there is no news too.</summary>
    public long Open => Event.Fields.TryGetValue(OpenField, out var open) && open is long count ? count : Members.LongCount(member => member.Level != AlertLevel.Ok);

    /// <summary>The field of <see cref="Event"/> that holds <see cref="Open"/>.</summary>
    public const string OpenField = "open";

    /// <summary>The first members for texts that must not be long, and how many are left out.</summary>
    /// <param name="most">How many at most.</param>
    public (IReadOnlyList<AlertEvent> Shown, int LeftOut) First(int most) => Members.Count <= most ? (Members, 0) : ([.. Members.Take(most)], Members.Count - most);
}
