using Tocsin.Alerting.Alerts.Pacing;
using Tocsin.Alerting.Deliveries;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Server.Reloading;

namespace Tocsin.Server.Http.Status;

/// <summary>Reads the state of everything from a running engine.</summary>
internal sealed class StatusReader(AlertEngine engine, Reloader? reloader, string openness)
{
    public StatusReport Read()
    {
        var now = engine.Time.GetUtcNow();
        var storage = engine.StorageStatus;
        return new StatusReport
        {
            Hostname = engine.Hostname,
            Now = now,
            Started = engine.Started,
            Storage = storage,
            Data = DataFolder.Read(storage.Folder),
            Configured = reloader?.Configured,
            Loaded = reloader?.Loaded,
            Series = engine.Series.Usage,
            Points = engine.Writer.Points,
            PointsPerSecond = engine.Writer.PointsPerSecond,
            Unread = UnreadPoints.In(engine),
            Journal = engine.Journal is { } journal ? (journal.Bytes, journal.Failure ?? "") : null,
            Tasks =
            [
                .. engine.Tasks.Tasks.Select(task => TaskStatus.Read(task, engine.Running.Find(task.Id), engine, now))
                    .OrderBy(task => task.State).ThenByDescending(task => task.Errors).ThenBy(task => task.Id, StringComparer.Ordinal),
            ],
            Unended = engine.Tasks.Unended,
            Topics =
            [
                .. engine.Alerts.Topics.List()
                    .OrderByDescending(topic => topic.Level).ThenByDescending(topic => topic.Ids.Critical).ThenBy(topic => topic.Name, StringComparer.Ordinal),
            ],
            Handlers =
            [
                .. ReadHandlers()
                    .OrderBy(handler => handler.State).ThenByDescending(handler => handler.Counters.Owed)
                    .ThenByDescending(handler => handler.Counters.Dead).ThenBy(handler => handler.Counters.Target.ToString(), StringComparer.Ordinal),
            ],
            PluginFolder = engine.Plugins?.Folder,
            PluginCount = engine.Plugins?.Plugins.Count(plugin => plugin.State != PluginState.Removed) ?? 0,
            Plugins = [.. (engine.Plugins?.Plugins ?? []).Where(plugin => plugin.Errors.Count > 0)],
            SilentFunctions = engine.Extensions.Current.SilentProcesses,
            Unheard = [.. engine.Sources.All.Where(source => engine.Checks.Of(source).Count > 0).Select(source => source.Spec.Id)],
            Sources = [.. engine.Sources.All.OrderBy(source => source.Problem.Length == 0).ThenByDescending(source => source.Counts.IsRefusing).ThenBy(source => source.Spec.Id, StringComparer.Ordinal)],
            Inputs = [.. engine.Inputs.All, .. engine.Subscriptions.Listeners],
            Subscriptions = engine.Subscriptions.All,
            Outputs = engine.Outputs?.All ?? [],
            Certificates = [.. (reloader?.Certificates(now) ?? []).Select(problem => problem.ToString())],
            Openness = string.Join("; ", new[] { openness, engine.Plugins?.WhoCouldChange ?? "" }.Where(text => text.Length > 0)),
            Silences = engine.Alerts.Silences.Count(),
            FailedDrills = engine.Drills.Failed,
            Blind = engine.Blind.Blind,
            PutOff = (
                engine.Alerts.Silences.CountPutOff(HoldCause.Group), engine.Alerts.Silences.CountPutOff(HoldCause.Limit),
                engine.Alerts.Silences.CountPutOff(HoldCause.After), engine.Alerts.Silences.CountPutOff(HoldCause.Acknowledged)),
            Quarantined = engine.Quarantine.Count,
            DeadLetters = engine.Alerts.Outbox.DeadLetters.Count,
        };
    }

    private IEnumerable<HandlerStatus> ReadHandlers()
    {
        var broken = engine.Alerts.Handlers.Broken.ToDictionary(entry => entry.Spec.Target, entry => entry.Error);
        var failing = engine.Alerts.Topics.MatchCounters().Where(entry => entry.Value.FailsAlways).ToDictionary();
        var undeliverable = engine.Alerts.Handlers.All.Select(spec => KeyValuePair.Create(spec.Target, string.Join("; ", engine.Checks.Of(spec))))
            .Where(entry => entry.Value.Length > 0)
            .Concat(engine.Tasks.Tasks.Where(task => task.IsEnabled).SelectMany(engine.Checks.HandlersOf)).ToDictionary();

        // One that broke when it was made anew still has its old handler, and counters; one that never worked has none.
        foreach (var counters in engine.Alerts.Outbox.Counters)
        {
            yield return new HandlerStatus
            {
                Counters = counters,
                Broken = broken.Remove(counters.Target, out var error) ? error : "",
                FailingMatch = failing.Remove(counters.Target, out var match) ? match : null,
                Undeliverable = undeliverable.Remove(counters.Target, out var why) ? why : "",
            };
        }

        foreach (var (target, error) in broken)
            yield return new HandlerStatus { Counters = new HandlerCounters { Target = target }, Broken = error };

        // What only publishes has no counters.
        foreach (var (target, match) in failing)
            yield return new HandlerStatus { Counters = new HandlerCounters { Target = target }, FailingMatch = match };
        foreach (var (target, why) in undeliverable.Where(entry => !failing.ContainsKey(entry.Key) && !broken.ContainsKey(entry.Key)))
            yield return new HandlerStatus { Counters = new HandlerCounters { Target = target }, Undeliverable = why };
    }
}
