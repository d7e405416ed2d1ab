using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Handlers.Post;
using Tocsin.Alerting.Names;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;
using Xunit.Abstractions;

namespace Tocsin.Engine.Tests.Deliveries;

/// <summary>The <c>post</c> handler on real sockets, against an endpoint that fails in one way, beside one that does not.</summary>
public sealed class EndpointFaultTests(ITestOutputHelper output)
{
    private const int Ids = 6;
    private const int EventsOfId = 10;

    // A circuit breaks, and a wish to be left alone lasts, no longer than the longest pause.
    private static readonly DeliveryOptions Quick = new()
    {
        FirstPause = TimeSpan.FromMilliseconds(2),
        LongestPause = TimeSpan.FromMilliseconds(10),
        OrderPatience = TimeSpan.FromMilliseconds(50),
    };

    // Only who waits for an answer that never comes needs a limit. With one, an attempt that is given up while the machine is busy could still be
    // read at the other side, after those that came later.
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(1.5);

    [Theory]
    [InlineData(nameof(SinkFault.Silent), "no answer within")]
    [InlineData(nameof(SinkFault.ResetInRequest), "Connection reset by peer")]
    [InlineData(nameof(SinkFault.ResetInAnswer), "Connection reset by peer|ended prematurely")]
    [InlineData(nameof(SinkFault.Throttling), "status 429")]
    [InlineData(nameof(SinkFault.Garbage), "invalid")]
    [InlineData(nameof(SinkFault.ServerError), "status 500")]
    public async Task Nothing_is_lost_while_an_endpoint_fails_and_others_go_on(string name, string error)
    {
        var fault = Enum.Parse<SinkFault>(name);
        var isFailing = true;
        using var faulty = new ScriptedSink(_ => Volatile.Read(ref isFailing) ? fault : SinkFault.None);

        await CheckAsync(faulty, error, recover: () => Volatile.Write(ref isFailing, false), fault == SinkFault.Silent ? SilenceLimit : default);

        faulty.FaultCount(fault).Should().BePositive();
    }

    [Fact]
    public async Task Nothing_is_lost_while_an_endpoint_is_down_and_others_go_on()
    {
        using var down = new ScriptedSink(_ => SinkFault.None, isDown: true);

        await CheckAsync(down, "Connection refused", recover: down.Up);
    }

    [Fact]
    public async Task Nothing_is_lost_at_an_endpoint_that_fails_every_other_time_in_all_ways()
    {
        SinkFault[] ways = [SinkFault.ServerError, SinkFault.ResetInAnswer, SinkFault.Garbage, SinkFault.ResetInRequest, SinkFault.Throttling];
        using var flaky = new ScriptedSink(n => n % 2 == 0 ? ways[n / 2 % ways.Length] : SinkFault.None);

        await CheckAsync(flaky, error: null, recover: () => { });

        ways.Should().OnlyContain(way => flaky.FaultCount(way) > 0);
    }

    /// <summary>
    /// Publishes to both handlers. The steady one must have everything before the other side of the first recovers, however long that
    /// takes; then the first gets everything too.
    /// </summary>
    private async Task CheckAsync(ScriptedSink faulty, string? error, Action recover, TimeSpan timeout = default)
    {
        using var steady = new ScriptedSink(_ => SinkFault.None);
        using var http = HandlerHttp.Create();
        await using var rig = new AlertRig(Quick);
        await DefineAsync(rig, "faulty", faulty, http, timeout);
        await DefineAsync(rig, "steady", steady, http, timeout: default);
        var events = Enumerable.Range(0, Ids * EventsOfId)
            .Select(i => AlertRig.Event($"id{i % Ids}", IsOk(i) ? AlertLevel.Ok : AlertLevel.Critical, second: i)).ToArray();

        await rig.Publish("system", events);
        await Until.True(() => steady.TakenCount == events.Length);
        var counters = () => rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("system/faulty"))!; // It was just defined.
        if (error is not null)
        {
            await Until.True(() => counters().Failed > 2 * Ids);
            (counters().Delivered, counters().Owed).Should().Be((0, events.Length));
            counters().LastError.Should().MatchRegex(error);
            counters().FailingSince.Should().NotBeNull();
        }

        recover();
        await Until.True(() => counters().Owed == 0);

        steady.Requests.Should().HaveCount(events.Length, "nothing is sent twice where nothing fails");
        foreach (var sink in new[] { faulty, steady })
            CheckOrder(sink, events);
        rig.Alerts.Outbox.DeadLetters.Count.Should().Be(0);
        counters().FailingSince.Should().BeNull();
        output.WriteLine($"{events.Length} events, {faulty.Requests.Count} requests, {counters().Failed} attempts failed: {counters().LastError}");
    }

    // Every second event of an id ends the alert, and so does the last of half of them.
    private static bool IsOk(int i) => (i / Ids + i % Ids) % 2 == 1;

    private static void CheckOrder(ScriptedSink sink, AlertEvent[] events)
    {
        foreach (var alert in events.GroupBy(alert => alert.Id))
        {
            var requests = sink.Requests.Where(request => request.Id == alert.Key).ToList();
            requests.Select(request => Array.FindIndex(events, other => other.Message == request.Message))
                .Should().BeInAscendingOrder($"no event of {alert.Key} may be sent before those before it were taken");
            requests.Where(request => request.IsTaken).Select(request => request.Message).Distinct()
                .Should().Equal(alert.Select(other => other.Message));
            requests[^1].Level.Should().Be(alert.Last().Level.Text());
        }
    }

    private static async Task DefineAsync(AlertRig rig, string id, ScriptedSink sink, HttpClient http, TimeSpan timeout)
    {
        rig.Handlers[id] = new PostHandler(new PostOptions { Url = sink.Url, Timeout = timeout }, [], new HandlerServices { Http = http });
        (await rig.Alerts.Handlers.CreateAsync(AlertRig.Spec("system", id))).Should().BeNull();
    }
}
