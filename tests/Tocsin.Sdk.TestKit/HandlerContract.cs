using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Tocsin.Sdk.TestKit;

/// <summary>
/// What every handler that tells a vendor by HTTP keeps: derive, say how the handler is made, and run. The handler is judged as the engine
/// judges it, so an exception counts as an attempt to be repeated.
/// </summary>
public abstract class HandlerContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Now = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    // Nothing a vendor says may fill the store.
    private const int LongestReason = 8192;

    /// <summary>Bytes one body may have. Default: any number.</summary>
    protected virtual int BodyLimit => int.MaxValue;

    /// <summary>The status with which the vendor takes an event. Default 200.</summary>
    protected virtual int Accepted => 200;

    /// <summary>What the vendor says with it. Default: nothing.</summary>
    protected virtual string AcceptedReply => "";

    /// <summary>Levels the vendor takes. Default: all.</summary>
    protected virtual IReadOnlyList<AlertLevel> Taken => Enum.GetValues<AlertLevel>();

    /// <summary>Statuses after which the event is a dead letter.</summary>
    protected virtual IReadOnlyList<int> Refused => [400, 401, 403, 404, 410, 413, 422];

    /// <summary>Statuses after which the event is tried again.</summary>
    protected virtual IReadOnlyList<int> Retried => [408, 425, 429, 500, 502, 503, 504];

    /// <summary>What becomes of an event when the answer is that of <see cref="Accepted"/> and its body is garbage. Default: it is done.</summary>
    protected virtual DeliveryOutcome OutcomeOfGarbage => DeliveryOutcome.Done;

    /// <summary>What becomes of an event when that answer has no body. Default: it is done.</summary>
    protected virtual DeliveryOutcome OutcomeOfNothing => DeliveryOutcome.Done;

    /// <summary>What becomes of an event when the answer is that of <see cref="Accepted"/> and its body a web page. Default: it is tried again.</summary>
    protected virtual DeliveryOutcome OutcomeOfPage => DeliveryOutcome.Retry;

    /// <summary>Bodies of answers with the status of <see cref="Accepted"/> by which the vendor refuses an event for good, with the words <c>no such team</c>. Default: none.</summary>
    protected virtual IReadOnlyList<string> RefusedByBody => [];

    /// <summary>Whether an option names whom the handler tells, which <see cref="Create"/> sets to <see cref="ContractSetting.Destination"/>. Default false.</summary>
    protected virtual bool HasDestination => false;

    /// <summary>Texts of the body that the vendor limits. Default: none.</summary>
    protected virtual IReadOnlyList<TextLimit> Limits => [];

    [Fact]
    public async Task Accepted_event_of_every_level_is_done()
    {
        await using var stand = await Stand.AnsweringAsync(Accepted, AcceptedReply);

        foreach (var level in Taken)
        {
            var delivery = await AttemptAsync(stand.Url, Events.Critical() with { Level = level });
            delivery.Outcome.Should().Be(DeliveryOutcome.Done, "{0} is taken", level);
        }
    }

    [Fact]
    public async Task Refusal_is_final_and_carries_the_reason()
    {
        foreach (var status in Refused)
        {
            await using var stand = await Stand.AnsweringAsync(status, ReplySaying("no such team"));
            var delivery = await AttemptAsync(stand.Url);
            delivery.Outcome.Should().Be(DeliveryOutcome.Refused, "the answer is {0}", status);
            delivery.Reason.Should().NotBeNullOrWhiteSpace();
            if (status == 400)
                delivery.Reason.Should().Contain("no such team").And.Contain("400");
        }
    }

    [Fact]
    public async Task Refusal_in_the_body_of_a_good_answer_is_final_and_carries_the_reason()
    {
        foreach (var body in RefusedByBody)
        {
            await using var stand = await Stand.AnsweringAsync(200, body);
            var delivery = await AttemptAsync(stand.Url);
            delivery.Outcome.Should().Be(DeliveryOutcome.Refused, "the answer is {0}", body);
            delivery.Reason.Should().Contain("no such team");
        }
    }

    [Fact]
    public async Task Web_page_in_the_place_of_an_answer_is_not_the_vendors()
    {
        await using var stand = await Stand.AnsweringAsync(200, "\r\n<!DOCTYPE html><html><title>Log in</title></html>");

        (await AttemptAsync(stand.Url)).Outcome.Should().Be(OutcomeOfPage, "a proxy or a login has answered");
    }

    [Fact]
    public async Task Trouble_of_the_vendor_is_tried_again()
    {
        foreach (var status in Retried)
        {
            await using var stand = await Stand.AnsweringAsync(status, ReplySaying("later"));
            var delivery = await AttemptAsync(stand.Url);
            delivery.Outcome.Should().Be(DeliveryOutcome.Retry, "the answer is {0}", status);
            delivery.RetryAfter.Should().Be(UsualWait(status), "nothing was said of a time with {0}", status);
        }
    }

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(503, "7", 7)]
    [InlineData(429, "Wed, 01 Jan 2020 00:00:30 GMT", 30)]
    [InlineData(429, "Tue, 31 Dec 2019 00:00:00 GMT", 0)]
    public async Task Retry_after_is_honoured(int status, string wish, int seconds)
    {
        await using var stand = await Stand.AnsweringAsync(status, retryAfter: wish);

        var delivery = await AttemptAsync(stand.Url);

        delivery.Outcome.Should().Be(DeliveryOutcome.Retry);
        delivery.RetryAfter.Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_is_refused_with_the_new_address(int status)
    {
        await using var elsewhere = await Stand.AnsweringAsync(Accepted, AcceptedReply);
        var moved = new Uri(elsewhere.Url, "moved/to");
        await using var stand = await Stand.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = new UriBuilder(moved) { UserName = "user", Password = "p4ss-moved", Query = "sig=s1g-moved" }.Uri.AbsoluteUri;
            return Task.CompletedTask;
        });

        var delivery = await AttemptAsync(stand.Url);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().Contain($"{status}").And.Contain(moved.AbsoluteUri).And.NotContain("p4ss-moved").And.NotContain("s1g-moved");
        elsewhere.Requests.Should().BeEmpty("what is sent on has lost its body or its credentials");
    }

    [Fact]
    public async Task Destination_is_taken_from_the_event()
    {
        if (!HasDestination)
            return;

        await using var stand = await Stand.AnsweringAsync(Accepted, AcceptedReply);
        var alert = Events.Critical() with { Tags = new Dictionary<string, string> { ["team"] = DestinationAt(stand.Url) } };

        var delivery = await Create(SettingAt(stand.Url) with { Destination = new TagTemplate("team") }).Handler.HandleAsync(alert, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Targets.Concat(stand.Bodies).Should().Contain(text => text.Contains("team-web"));
    }

    [Fact]
    public async Task Destination_that_cannot_be_filled_in_is_replaced_or_the_reason_of_a_refusal()
    {
        if (!HasDestination)
            return;

        await using var stand = await Stand.AnsweringAsync(Accepted, AcceptedReply);

        var delivery = await Create(SettingAt(stand.Url) with { Destination = new TagTemplate("team") }).Handler.HandleAsync(Events.Critical(), default);

        if (delivery.Outcome == DeliveryOutcome.Refused)
            delivery.Reason.Should().Contain("there is no tag 'team'");
        else
            stand.Requests.Should().NotBeEmpty("the alert goes to where the configuration says");
    }

    [Fact]
    public async Task Unreachable_vendor_is_tried_again()
    {
        var delivery = await AttemptAsync(await Stand.GoneAsync());

        delivery.Outcome.Should().Be(DeliveryOutcome.Retry);
        delivery.Reason.Should().NotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Connection_that_breaks_before_the_answer_is_tried_again()
    {
        await using var stand = await Stand.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        (await AttemptAsync(stand.Url)).Outcome.Should().Be(DeliveryOutcome.Retry);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>\0\u0001 gateway")]
    [InlineData("{\"message\":")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"message\":{},\"errors\":7,\"result\":[],\"parameters\":1,\"retry_after\":\"x\",\"description\":null,\"error\":[[]]}")]
    [InlineData("{\"parameters\":{\"retry_after\":-1e300},\"retry_after\":1e300}")]
    public async Task Garbage_in_the_answer_changes_nothing(string garbage)
    {
        // 204 has no body to be garbage.
        var accepted = Accepted == 204 || garbage.Length == 0 ? OutcomeOfNothing : garbage.StartsWith('<') ? OutcomeOfPage : OutcomeOfGarbage;
        foreach (var (status, outcome) in new[] { (400, DeliveryOutcome.Refused), (500, DeliveryOutcome.Retry), (Accepted, accepted) })
        {
            await using var stand = await Stand.AnsweringAsync(status, status == 204 ? "" : garbage);
            var attempt = await AttemptAsync(stand.Url);
            attempt.Outcome.Should().Be(outcome, "the answer is {0} with garbage", status);
        }
    }

    [Fact]
    public async Task Endless_answer_is_cut()
    {
        await using var stand = await Stand.AnsweringAsync(400, new string('x', 1_000_000));

        var delivery = await AttemptAsync(stand.Url);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason!.Length.Should().BeLessThan(LongestReason);
        (delivery.Reply ?? "").Length.Should().BeLessThan(LongestReason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancellation_ends_the_attempt(bool answerHasBegun)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stand = await Stand.StartAsync(async context =>
        {
            context.Response.StatusCode = 500;
            if (answerHasBegun)
            {
                await context.Response.WriteAsync("x");
                await context.Response.Body.FlushAsync();
            }

            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var cancellation = new CancellationTokenSource();
        var attempt = Create(SettingAt(stand.Url)).Handler.HandleAsync(Events.Critical(), cancellation.Token).AsTask();
        await arrived.Task.WaitAsync(Patience);

        await cancellation.CancelAsync();

        await attempt.Invoking(a => a.WaitAsync(Patience)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Secrets_are_never_told()
    {
        var url = await Stand.GoneAsync();
        var secrets = SecretValues.Of(Create(SettingAt(url)).Options);
        NoneShouldBeIn(await AttemptAsync(url), secrets);

        foreach (var status in Refused.Concat(Retried).Append(Accepted))
        {
            await using var stand = await Stand.EchoingAsync(status);
            NoneShouldBeIn(await AttemptAsync(stand.Url), secrets);
        }
    }

    [Fact]
    public void Secrets_have_values_to_look_for()
    {
        var options = Create(SettingAt(new Uri("http://127.0.0.1:1/"))).Options;
        var hasSecrets = options.Any(o => o.GetType().GetProperties().Any(p => p.IsDefined(typeof(SecretAttribute), inherit: true)));

        SecretValues.Of(options).Any().Should().Be(hasSecrets, "a test without secret values proves nothing");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    public async Task Long_texts_are_cut_between_characters(string begin)
    {
        await using var stand = await Stand.AnsweringAsync(Accepted, AcceptedReply);
        var bells = begin + string.Concat(Enumerable.Repeat("🔔", 40_000));

        var delivery = await AttemptAsync(stand.Url, Events.Critical() with { Id = bells[..(2000 + begin.Length)], Message = bells, Details = $"details {bells}" });

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        var body = Told(stand.Requests).Body;
        body.Length.Should().BeLessThanOrEqualTo(BodyLimit);
        body = JsonOf(body);
        using var json = JsonDocument.Parse(body);
        JsonTexts.All(json.RootElement).Any(t => t.Contains('\uFFFD')).Should().BeFalse("no character may be cut in two");
        foreach (var limit in Limits)
            JsonTexts.At(body, limit.Path).Length.Should().BeInRange(1, limit.Length, limit.Path);
    }

    [Fact]
    public async Task Second_attempt_sends_the_same()
    {
        await using var stand = await Stand.AnsweringAsync(503);
        var alert = Events.Critical() with { IdempotencyKey = "k1" };

        await AttemptAsync(stand.Url, alert);
        await Create(SettingAt(stand.Url) with { Time = new FixedTime(Now.AddHours(1)) }).Handler.HandleAsync(alert, default);

        ShouldBeTheSame(stand.Requests[0], stand.Requests[1]);
    }

    [Fact]
    public async Task Attempt_after_a_lost_answer_sends_the_same()
    {
        await using var stand = await Stand.StartAsync(context => AcceptAsync(context, isLost: true));
        await using var later = await Stand.StartAsync(context => AcceptAsync(context, isLost: false));
        var alert = Events.Critical() with { IdempotencyKey = "k1" };

        await AttemptAsync(stand.Url, alert);
        await AttemptAsync(later.Url, alert);

        var (first, second) = (Told(stand.Requests), Told(later.Requests));
        second.Target.Should().Be(first.Target);
        second.Body.ToArray().Should().Equal(first.Body.ToArray());
    }

    [Fact]
    public async Task One_instance_takes_several_alerts_at_once()
    {
        await using var stand = await Stand.AnsweringAsync(Accepted, AcceptedReply);
        var handler = Create(SettingAt(stand.Url)).Handler;
        var alerts = Enumerable.Range(0, 16).Select(i => Events.Critical() with { Id = $"cpu/{i}", Message = $"message {i}." }).ToList();

        var deliveries = await Task.WhenAll(alerts.Select(a => handler.HandleAsync(a, default).AsTask()));

        deliveries.Should().OnlyContain(d => d.Outcome == DeliveryOutcome.Done);
        var bodies = stand.Requests.Select(request => Encoding.UTF8.GetString(JsonOf(request.Body).Span)).ToList();
        foreach (var alert in alerts)
            bodies.Should().ContainSingle(b => b.Contains(alert.Message));
    }

    /// <summary>Makes the handler so that it tells the stand-in, with a value for each secret.</summary>
    protected abstract ContractSubject Create(ContractSetting setting);

    /// <summary>A destination that the stand-in finds as <c>team-web</c> in a request. Default: that word.</summary>
    protected virtual string DestinationAt(Uri url) => "team-web";

    /// <summary>A body as JSON. Default: it is.</summary>
    protected virtual ReadOnlyMemory<byte> JsonOf(ReadOnlyMemory<byte> body) => body;

    /// <summary>The request that tells of the event. Default: the only one.</summary>
    protected virtual StandRequest Told(IReadOnlyList<StandRequest> requests) => requests.Should().ContainSingle().Which;

    /// <summary>How long a handler waits after a status when nothing was said of a time. Default null: the engine chooses.</summary>
    protected virtual TimeSpan? UsualWait(int status) => null;

    /// <summary>An answer in which the vendor says something. Default: <c>{"message":…}</c>.</summary>
    protected virtual string ReplySaying(string words) => $$"""{"message":"{{words}}"}""";

    // The vendor takes the event, and nobody hears of it.
    private async Task AcceptAsync(HttpContext context, bool isLost)
    {
        if (isLost && context.Request.Method != HttpMethods.Get)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = Accepted;
        if (AcceptedReply.Length > 0)
            await context.Response.WriteAsync(AcceptedReply);
    }

    private static void ShouldBeTheSame(StandRequest first, StandRequest second)
    {
        second.Target.Should().Be(first.Target);
        second.Headers.Should().Equal(first.Headers);
        second.Body.ToArray().Should().Equal(first.Body.ToArray());
    }

    private async Task<Delivery> AttemptAsync(Uri url, AlertEvent? alert = null)
    {
        try
        {
            return await Create(SettingAt(url)).Handler.HandleAsync(alert ?? Events.Critical(), default).AsTask().WaitAsync(Patience);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Delivery.Retry(e.Message);
        }
    }

    private static ContractSetting SettingAt(Uri url) => new(url, Http, new FixedTime(Now));

    private static void NoneShouldBeIn(Delivery delivery, IReadOnlyList<string> secrets)
    {
        foreach (var secret in secrets)
            $"{delivery.Reason}\n{delivery.Reply}".Should().NotContain(secret);
    }
}
