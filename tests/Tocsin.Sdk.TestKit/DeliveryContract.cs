namespace Tocsin.Sdk.TestKit;

/// <summary>
/// What every handler keeps that speaks no HTTP; those that do keep <see cref="HandlerContract"/>. Derive, say how the handler and its other
/// side are made, and run.
/// </summary>
public abstract class DeliveryContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Nothing another side says may fill the store.
    private const int LongestReason = 8192;

    // More than a connection or a pipe takes in when nobody reads.
    private const int Flood = 24 * 1024 * 1024;

    /// <summary>How this other side can behave. Default: in every way.</summary>
    protected virtual IReadOnlyList<OtherSide> Sides => Enum.GetValues<OtherSide>();

    [Fact]
    public async Task Event_of_every_level_arrives()
    {
        await using var subject = await CreateAsync(OtherSide.Well);
        foreach (var level in Enum.GetValues<AlertLevel>())
        {
            var delivery = await AttemptAsync(subject, Events.Critical() with { Level = level, Message = $"message of {level}" });
            delivery.Outcome.Should().Be(DeliveryOutcome.Done, "{0} is taken: {1}", level, delivery.Reason);
        }

        var arrived = await subject.ArrivedAsync();
        foreach (var level in Enum.GetValues<AlertLevel>())
            arrived.Should().Contain($"message of {level}");
    }

    [Fact]
    public async Task One_instance_takes_several_alerts_at_once()
    {
        await using var subject = await CreateAsync(OtherSide.Well);
        var alerts = Enumerable.Range(0, 8).Select(i => Events.Critical() with { Id = $"cpu/{i}", Message = $"message {i} of eight" }).ToList();

        var deliveries = await Task.WhenAll(alerts.Select(a => AttemptAsync(subject, a)));

        deliveries.Should().OnlyContain(d => d.Outcome == DeliveryOutcome.Done);
        var arrived = await subject.ArrivedAsync();
        foreach (var alert in alerts)
            arrived.Should().Contain(alert.Message);
    }

    [Fact]
    public async Task Long_texts_do_no_harm()
    {
        await using var subject = await CreateAsync(OtherSide.Well);
        var bells = string.Concat(Enumerable.Repeat("🔔", 40_000));

        var delivery = await AttemptAsync(subject, Events.Critical() with { Message = bells, Details = bells });

        delivery.Outcome.Should().Be(DeliveryOutcome.Done, delivery.Reason);
        (await subject.ArrivedAsync()).Should().NotContain("\uFFFD", "no character may be cut in two");
    }

    [Theory]
    [InlineData(OtherSide.Gone)]
    [InlineData(OtherSide.Garbled)]
    public async Task Trouble_is_tried_again_and_told_without_secrets(OtherSide side)
    {
        if (!Sides.Contains(side))
            return;

        await using var subject = await CreateAsync(side);
        var delivery = await AttemptAsync(subject, Events.Critical());

        delivery.Outcome.Should().Be(DeliveryOutcome.Retry);
        delivery.Reason.Should().NotBeNullOrWhiteSpace();
        delivery.Reason!.Length.Should().BeLessThan(LongestReason);
        foreach (var secret in SecretValues.Of(subject.Options))
            $"{delivery.Reason}\n{delivery.Reply}".Should().NotContain(secret);
    }

    [Fact]
    public async Task Cancellation_ends_an_attempt_that_would_never_end()
    {
        if (!Sides.Contains(OtherSide.Silent))
            return;

        await using var subject = await CreateAsync(OtherSide.Silent);
        using var cancellation = new CancellationTokenSource();
        var alert = Events.Critical() with { Message = new string('x', Flood) };
        var attempt = Task.Run(() => subject.Handler.HandleAsync(alert, cancellation.Token).AsTask());
        await subject.Reached.WaitAsync(Patience);
        attempt.IsCompleted.Should().BeFalse("nobody takes the event");

        await cancellation.CancelAsync();

        await attempt.Invoking(a => a.WaitAsync(Patience)).Should().ThrowAsync<OperationCanceledException>();
    }

    /// <summary>Makes the handler and its other side, with a value for each secret.</summary>
    protected abstract Task<DeliverySubject> CreateAsync(OtherSide side);

    // Judged as the engine judges: an exception is an attempt to be repeated.
    private static async Task<Delivery> AttemptAsync(DeliverySubject subject, AlertEvent alert)
    {
        try
        {
            return await subject.Handler.HandleAsync(alert, default).AsTask().WaitAsync(Patience);
        }
        catch (IOException e)
        {
            return Delivery.Retry(e.Message);
        }
    }
}
