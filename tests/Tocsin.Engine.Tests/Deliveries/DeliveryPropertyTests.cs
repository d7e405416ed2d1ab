using FsCheck;
using FsCheck.Fluent;
using Tocsin.Alerting.Deliveries;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Deliveries;

public sealed class DeliveryPropertyTests
{
    private static readonly DeliveryOptions Quick = new()
    {
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(4),
        OrderPatience = TimeSpan.FromMilliseconds(1),
        Window = 32,
    };

    /// <summary>Ids of events in order, and a seed for the handler's moods.</summary>
    private static readonly Arbitrary<(int[] Ids, int Seed)> Storms = Arb.From(
        from ids in Gen.Choose(0, 6).ArrayOf(200)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (ids, seed));

    [Fact]
    public void Whatever_fails_each_id_gets_all_its_events_in_order() => Prop.ForAll(Storms, storm => DeliversAll(storm.Ids, storm.Seed, restarts: false))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(8));

    [Fact]
    public void Killed_in_the_middle_each_id_gets_all_its_events_at_least_once() => Prop.ForAll(Storms, storm => DeliversAll(storm.Ids, storm.Seed, restarts: true))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(6));

    private static bool DeliversAll(int[] ids, int seed, bool restarts) => DeliversAllAsync(ids, seed, restarts).GetAwaiter().GetResult();

    private static async Task<bool> DeliversAllAsync(int[] ids, int seed, bool restarts)
    {
        await using var rig = new AlertRig(Quick);
        var random = new Random(seed);
        var handler = await rig.Define("system", "h", new RecordingHandler(async (_, _) =>
        {
            int mood;
            lock (random)
                mood = random.Next(6);
            if (mood == 0)
                await Task.Yield();
            return mood switch
            {
                1 or 2 => Delivery.Retry("moody"),
                3 => throw new InvalidOperationException("moody"),
                _ => Delivery.Done,
            };
        }));

        for (var i = 0; i < ids.Length; i++)
        {
            if (restarts && i == ids.Length / 2)
            {
                await rig.Alerts.Topics.WhenCommitted();
                await rig.Kill();
                rig.Restart();
            }

            rig.Alerts.Topics.Publish("system", AlertRig.Event($"id{ids[i]}", second: i));
        }

        await Until.True(() => handler.Taken.Select(alert => alert.UnixNanoseconds).Distinct().Count() == ids.Length);
        return restarts
            ? handler.Taken.GroupBy(alert => alert.Id).All(FirstsAreInOrder)
            : handler.TakenCount == ids.Length && DeliveryTests.InOrderById(handler);
    }

    // After a kill an event may come twice; those that come first are still in order.
    private static bool FirstsAreInOrder(IEnumerable<AlertEvent> alerts)
    {
        var firsts = alerts.Select(alert => alert.UnixNanoseconds).Distinct().ToArray();
        return firsts.SequenceEqual(firsts.Order());
    }
}
