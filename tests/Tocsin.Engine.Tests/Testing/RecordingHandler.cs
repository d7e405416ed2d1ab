using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Testing;

/// <summary>Keeps the events it gets and answers as it is told to.</summary>
internal sealed class RecordingHandler(Func<AlertEvent, CancellationToken, ValueTask<Delivery>>? answer = null) : IAlertHandler
{
    private readonly List<AlertEvent> _taken = [];
    private readonly List<AlertEvent> _attempts = [];

    /// <summary>Events that were answered with done, in that order.</summary>
    public IReadOnlyList<AlertEvent> Taken
    {
        get
        {
            lock (_taken)
                return [.. _taken];
        }
    }

    /// <summary>All calls, in order.</summary>
    public IReadOnlyList<AlertEvent> Attempts
    {
        get
        {
            lock (_taken)
                return [.. _attempts];
        }
    }

    public int TakenCount
    {
        get
        {
            lock (_taken)
                return _taken.Count;
        }
    }

    public static RecordingHandler Answering(Func<AlertEvent, Delivery> answer) => new((alert, _) => new(answer(alert)));

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        lock (_taken)
            _attempts.Add(alert);
        var delivery = answer is null ? Delivery.Done : await answer(alert, cancellationToken);
        if (delivery.Outcome == DeliveryOutcome.Done)
        {
            lock (_taken)
                _taken.Add(alert);
        }

        return delivery;
    }
}
