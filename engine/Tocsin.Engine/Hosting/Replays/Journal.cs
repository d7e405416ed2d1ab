using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting.Replays;

/// <summary>Keeps what an engine did: the events of its alert nodes and what its handlers did with them. Safe for any number of threads.</summary>
internal sealed class Journal
{
    private readonly Lock _gate = new();
    private readonly List<AlertEvent> _raised = [];
    private readonly List<HandlerCall> _calls = [];

    public void Raised(AlertEvent alert)
    {
        lock (_gate)
            _raised.Add(alert);
    }

    /// <summary>Puts a handler that writes into the journal around another; see <see cref="HandlerWrapper"/>.</summary>
    public IAlertHandler Wrap(HandlerKind kind, HandlerContext context, IAlertHandler handler) => new JournalHandler(this, kind, context.HandlerId, handler);

    public void Called(HandlerCall call)
    {
        lock (_gate)
            _calls.Add(call);
    }

    /// <summary>The events in their order, each with the calls it caused; calls that no event caused directly come last, without one.</summary>
    public IReadOnlyList<ReplayEntry> Read()
    {
        lock (_gate)
        {
            // Deliveries of different alerts overtake each other; beside their events they have one order again.
            var calls = _calls.ToLookup(call => (call.Event.Id, call.Event.UnixNanoseconds, call.Event.Level));
            var seen = new HashSet<(string, long, AlertLevel)>();
            var entries = new List<ReplayEntry>();
            foreach (var alert in _raised)
            {
                var key = (alert.Id, alert.UnixNanoseconds, alert.Level);
                entries.Add(new ReplayEntry(alert, seen.Add(key) ? [.. calls[key].OrderBy(call => call.Handler, StringComparer.Ordinal)] : []));
            }

            var others = calls.Where(group => !seen.Contains(group.Key)).SelectMany(group => group).ToList();
            if (others.Count > 0)
                entries.Add(new ReplayEntry(null, others));
            return entries;
        }
    }
}
