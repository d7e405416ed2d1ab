using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>Finds the open alerts of a node whose data stays away. One timer for all of them. For the pipeline's thread only.</summary>
/// <param name="silence">How long data may stay away, by the clock on the wall.</param>
/// <param name="close">Closes an alert.</param>
internal sealed class SilenceWatch(Duration silence, Action<OpenAlert> close, NodeContext context)
{
    /// <summary>Alerts that are due at almost the same time are looked at together: so many looks at most within a silence.</summary>
    private const int LooksPerSilence = 32;

    private readonly TimeSpan _silence = silence.ToTimeSpan();
    private readonly Dictionary<string, OpenAlert> _open = new(StringComparer.Ordinal);
    private ITimer? _timer;

    /// <summary>Takes up an alert that is open, or goes on with it. Its data has come just now.</summary>
    public OpenAlert Opened(string id, AlertState? state)
    {
        if (!_open.TryGetValue(id, out var alert))
        {
            _open.Add(id, alert = new OpenAlert(id));
            if (_open.Count == 1)
                Wait(_silence);
        }

        alert.State = state;
        Touch(alert);
        return alert;
    }

    /// <summary>Data of the alert has come.</summary>
    public void Touch(OpenAlert alert) => alert.LastSeen = context.Services.Time.GetTimestamp();

    public void Closed(string id) => _open.Remove(id);

    private void Look()
    {
        var soonest = TimeSpan.MaxValue;
        foreach (var alert in _open.Values.ToList())
        {
            // What is given to the task meanwhile came long ago.
            if (context.CatchesUp)
                Touch(alert);
            var left = _silence - context.Services.Time.GetElapsedTime(alert.LastSeen);
            if (left > TimeSpan.Zero)
            {
                soonest = left < soonest ? left : soonest;
                continue;
            }

            _open.Remove(alert.Id);
            close(alert);
        }

        if (_open.Count > 0)
            Wait(soonest > _silence / LooksPerSilence ? soonest : _silence / LooksPerSilence);
    }

    private void Wait(TimeSpan due)
    {
        if (_timer is null)
            _timer = context.Schedule(Look, due, Timeout.InfiniteTimeSpan);
        else
            _timer.Change(due, Timeout.InfiniteTimeSpan);
    }
}
