using System.Globalization;
using Tocsin.Alerting.Deliveries;

namespace Tocsin.Alerting.Alerts.Pacing;

/// <summary>When the last deliveries went out to handlers that have a limit. Guarded by the lock of <see cref="Topics"/>.</summary>
internal sealed class SentTimes
{
    private readonly Dictionary<int, Queue<DateTimeOffset>> _sent = [];

    /// <summary>Restores what <see cref="Text"/> gave.</summary>
    /// <param name="now">Nothing was later: then the clock was set back.</param>
    public void Restore(int target, string text, DateTimeOffset now) => _sent[target] = new Queue<DateTimeOffset>(text
        .Split(',').Select(time => long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) ? milliseconds : 0)
        .Where(time => time > 0).Select(time => DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(time, now.ToUnixTimeMilliseconds()))));

    /// <summary>How many may go out now.</summary>
    public int Room(int target, DeliveryLimitOptions limit, DateTimeOffset now) => limit.Count - Recent(target, limit, now).Count;

    /// <summary>When the next may go out.</summary>
    public DateTimeOffset NextRoom(int target, DeliveryLimitOptions limit, DateTimeOffset now)
    {
        var sent = Recent(target, limit, now);
        return sent.Count < limit.Count ? now : sent.ElementAt(sent.Count - limit.Count) + limit.Per;
    }

    /// <summary>Counts a delivery.</summary>
    public void Add(int target, DeliveryLimitOptions limit, DateTimeOffset now) => Recent(target, limit, now).Enqueue(now);

    /// <summary>Forgets a target that is gone.</summary>
    public void Forget(int target) => _sent.Remove(target);

    /// <summary>What is to be kept of a target.</summary>
    public string Text(int target) => string.Join(',', _sent[target].Select(time => time.ToUnixTimeMilliseconds()));

    private Queue<DateTimeOffset> Recent(int target, DeliveryLimitOptions limit, DateTimeOffset now)
    {
        if (!_sent.TryGetValue(target, out var sent))
            _sent.Add(target, sent = []);
        while (sent.TryPeek(out var first) && first + limit.Per <= now)
            sent.Dequeue();
        return sent;
    }
}
