using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting.Trials;

/// <summary>Keeps what an engine did: the events of its alert nodes and what its handlers did with them. Safe for any number of threads.</summary>
/// <param name="answers">The other side of what handlers do by other means than HTTP.</param>
/// <param name="repeats">True when what fails is attempted again as on a server; false when each event is taken to be delivered.</param>
internal sealed class TrialJournal(AnswerScript answers, bool repeats)
{
    private readonly Lock _gate = new();
    private readonly List<AlertEvent> _raised = [];
    private readonly List<HandlerCall> _calls = [];
    private long _count;

    public void Raised(AlertEvent alert)
    {
        lock (_gate)
        {
            _count++;
            _raised.Add(alert);
        }
    }

    /// <summary>Puts a handler that writes into the journal around another; see <see cref="HandlerWrapper"/>.</summary>
    public IAlertHandler Wrap(HandlerKind kind, HandlerTarget target, string id, IAlertHandler handler) => new JournalHandler(this, answers, repeats, kind, target, id, handler);

    /// <summary>Puts a handler that only writes into the journal whom it would notify in the place of another; see <see cref="HandlerWrapper"/>.</summary>
    public IAlertHandler Silence(HandlerKind kind, HandlerTarget target, string id, IAlertHandler handler) =>
        new SilentHandler(handler, alert => Called(new HandlerCall(kind.Name, target, id, alert)));

    /// <summary>How much it holds, and held before it was taken.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    public void Called(HandlerCall call)
    {
        lock (_gate)
        {
            _count++;
            _calls.Add(call);
        }
    }

    /// <summary>Begins with what was written elsewhere.</summary>
    public void Begin((IReadOnlyList<AlertEvent> Raised, IReadOnlyList<HandlerCall> Calls) before)
    {
        lock (_gate)
        {
            _count += before.Raised.Count + before.Calls.Count;
            _raised.AddRange(before.Raised);
            _calls.AddRange(before.Calls);
        }
    }

    /// <summary>Takes out what was written so far, in its order.</summary>
    public (IReadOnlyList<AlertEvent> Raised, IReadOnlyList<HandlerCall> Calls) Take()
    {
        lock (_gate)
        {
            (AlertEvent[], HandlerCall[]) taken = ([.. _raised], [.. _calls]);
            _raised.Clear();
            _calls.Clear();
            return taken;
        }
    }

    /// <summary>The events in their order, each with the calls it caused; calls that no event caused directly come last, without one.</summary>
    public IReadOnlyList<TrialEntry> Read()
    {
        lock (_gate)
        {
            // Deliveries of different alerts overtake each other; beside their events they have one order again.
            var calls = _calls.ToLookup(call => (call.Event.Id, call.Event.UnixNanoseconds, call.Event.Level));
            var seen = new HashSet<(string, long, AlertLevel)>();
            var entries = new List<TrialEntry>();
            foreach (var alert in _raised)
            {
                var key = (alert.Id, alert.UnixNanoseconds, alert.Level);
                entries.Add(new TrialEntry(alert, seen.Add(key) ? [.. calls[key].OrderBy(call => call.Handler, StringComparer.Ordinal).ThenBy(call => call.Target.Handler, StringComparer.Ordinal)] : []));
            }

            var others = calls.Where(group => !seen.Contains(group.Key)).SelectMany(group => group).ToList();
            if (others.Count > 0)
                entries.Add(new TrialEntry(null, others));
            return entries;
        }
    }
}
