using Polly;
using Polly.CircuitBreaker;
using Tocsin.Sdk;
using Outcome = Polly.Outcome;

namespace Tocsin.Alerting.Deliveries;

/// <summary>
/// Opens when nearly all attempts of a handler fail, so that a dead endpoint is asked now and then by one worker and not all the time by
/// all. The owner reports what became of each attempt and asks before the next; not safe for several threads at once.
/// </summary>
/// <param name="longestPause">Answers with the longest pause between two attempts at anything.</param>
internal sealed class Circuit(TimeProvider time, Func<TimeSpan> longestPause)
{
    private static readonly TimeSpan ShortestBreak = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBreak = TimeSpan.FromMinutes(1);

    // Made with the first attempt: most of many handlers have nothing to deliver for long.
    private ResiliencePipeline<Delivery>? _meter;

    /// <summary>When the next attempt may be made, alone; null when the circuit is closed and all may.</summary>
    public DateTimeOffset? OpenUntil { get; private set; }

    /// <summary>Counts an attempt.</summary>
    public void Report(Delivery delivery)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false);
        try
        {
            // Attempts run outside, where one that never returns can be given up; the breaker only sees what became of them, and so
            // answers at once.
            _meter ??= NewMeter();
            _ = _meter.ExecuteOutcomeAsync(static (_, delivery) => new ValueTask<Outcome<Delivery>>(Outcome.FromResult(delivery)), context, delivery)
                .GetAwaiter().GetResult();
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline<Delivery> NewMeter() => new ResiliencePipelineBuilder<Delivery> { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Delivery>
        {
            FailureRatio = 0.9,
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDurationGenerator = arguments => new(Longer(arguments.HalfOpenAttempts, longestPause())),
            ShouldHandle = static arguments => new(arguments.Outcome.Result?.Outcome == DeliveryOutcome.Retry),
            OnOpened = arguments =>
            {
                OpenUntil = time.GetUtcNow() + arguments.BreakDuration;
                return default;
            },
            OnClosed = _ =>
            {
                OpenUntil = null;
                return default;
            },
        })
        .Build();

    private static TimeSpan Longer(int failedProbes, TimeSpan longestPause)
    {
        var longest = longestPause < ShortestBreak ? longestPause : LongestBreak;
        var next = ShortestBreak * Math.Pow(2, Math.Min(failedProbes, 10));
        return next < longest ? next : longest;
    }
}
