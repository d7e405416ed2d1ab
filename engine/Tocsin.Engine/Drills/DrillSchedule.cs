using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Engine.Drills;

/// <summary>
/// Makes drills when they are due, and raises an alert when a path that must be alive has not delivered: the alarm about the alarm. Kept over restarts.
/// Safe for any thread.
/// </summary>
public sealed class DrillSchedule : IDisposable
{
    /// <summary>So many drills there may be.</summary>
    public const int Most = 1000;

    // Clocks are set; nobody has to say so.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _drills = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();
    private readonly AlertSystem _alerts;
    private readonly DrillTargets _targets;
    private readonly DrillStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ITimer _timer;

    /// <param name="path">The file that keeps them; null keeps nothing.</param>
    public DrillSchedule(AlertSystem alerts, DrillTargets targets, string? path, TimeProvider time, ILogger log)
    {
        (_alerts, _targets, _store, _time, _log) = (alerts, targets, new DrillStore(path), time, log);
        _timer = time.CreateTimer(_ => MakeDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>All drills, by id.</summary>
    public IReadOnlyList<DrillStatus> All
    {
        get
        {
            lock (_gate)
                return [.. _drills.Values.OrderBy(entry => entry.Definition.Id, StringComparer.Ordinal).Select(entry => entry.Status)];
        }
    }

    /// <summary>Goes on with what was kept, and ends what a death of the server left open.</summary>
    public async Task StartAsync()
    {
        await new Drill(_alerts, _time).EndLeftAsync().ConfigureAwait(false);
        try
        {
            lock (_gate)
            {
                foreach (var record in _store.Read())
                {
                    if (DrillFile.Parse(record.Json, "drills.json").Entries is [var entry, ..])
                        _drills[entry.Definition.Id] = new Entry(entry.Definition, _time.GetUtcNow()) { Last = record.Last, Problem = record.Problem, Arrived = record.Arrived };
                }

                Wait();
            }
        }
        catch (IOException problem)
        {
            DrillLog.NotKept(_log, problem.Message);
        }
    }

    /// <summary>Defines a drill, or another in its place; one that says the same stays as it is.</summary>
    /// <returns>Why it is refused; null when it is not.</returns>
    public string? Define(DrillDefinition definition)
    {
        lock (_gate)
        {
            var known = _drills.GetValueOrDefault(definition.Id);
            if (known is not null && known.Definition.Json == definition.Json)
                return null;
            if (known is null && _drills.Count >= Most)
                return $"there are {Most} drills already, which are the most: delete one";
            _drills[definition.Id] = new Entry(definition, _time.GetUtcNow());
            Wait();
            return Keep();
        }
    }

    /// <summary>Deletes a drill; the alert that it has not arrived is over.</summary>
    /// <returns>False when there is none.</returns>
    public bool Delete(string id)
    {
        lock (_gate)
        {
            if (!_drills.Remove(id, out var entry))
                return false;
            Keep();
            Report(entry.Definition, "", $"drill {id} was deleted");
            Wait();
            return true;
        }
    }

    /// <summary>Makes a drill now, and judges it.</summary>
    internal async Task MakeAsync(DrillDefinition definition)
    {
        var begin = _time.GetUtcNow();
        var (problem, arrived) = await TryAsync(definition).ConfigureAwait(false);
        lock (_gate)
        {
            // One that was deleted or replaced meanwhile is nobody's any more.
            if (_ending.IsCancellationRequested || _drills.GetValueOrDefault(definition.Id) is not { } entry || entry.Definition != definition)
                return;
            (entry.Last, entry.Problem, entry.Arrived, entry.IsRunning) = (begin, problem, arrived, false);
            if (problem.Length > 0)
                DrillLog.NotArrived(_log, definition.Id, problem);
            else
                DrillLog.Arrived(_log, definition.Id, string.Join(", ", arrived));
            Report(definition, problem, $"drill {definition.Id} of {definition.Name} arrives again: {string.Join(", ", arrived)}");
            Keep();
        }
    }

    /// <summary>Makes no more drills; one under way is ended at the next start.</summary>
    public void Dispose()
    {
        _ending.Cancel();
        _timer.Dispose();
        _ending.Dispose();
    }

    private async Task<(string Problem, IReadOnlyList<string> Arrived)> TryAsync(DrillDefinition definition)
    {
        try
        {
            var topics = _targets.Of(definition.Name);
            var entries = await new Drill(_alerts, _time).RunAsync(topics, definition.Level, $"schedule {definition.Id}", definition.Wait, _ending.Token).ConfigureAwait(false);
            return Judge(definition, [.. entries.Where(entry => entry.Level != AlertLevel.Ok)]);
        }
        catch (Exception problem) when (problem is DrillException or StoreException)
        {
            return (problem.Message, []);
        }
        catch (Exception problem) when (problem is OperationCanceledException or ObjectDisposedException)
        {
            return ("the server was stopped meanwhile", []);
        }
    }

    private static (string Problem, IReadOnlyList<string> Arrived) Judge(DrillDefinition definition, IReadOnlyList<LedgerEntry> entries)
    {
        var arrived = entries.Where(entry => entry.Outcome == LedgerOutcome.Delivered).Select(entry => entry.TargetName).Distinct().Order(StringComparer.Ordinal).ToList();
        var problems = new List<string>();
        if (definition.Handlers.Count == 0 && entries.Count == 0)
            problems.Add($"no handler of {definition.Name} took it");
        foreach (var handler in definition.Handlers.Concat(definition.Handlers.Count == 0 ? entries.Select(entry => entry.TargetName) : []).Distinct().Where(handler => !arrived.Contains(handler)))
            problems.Add($"{handler}: {Why(entries.FirstOrDefault(entry => entry.TargetName == handler))}");
        return (string.Join("; ", problems), arrived);
    }

    private static string Why(LedgerEntry? entry) => entry switch
    {
        null => "did not take it",
        { Outcome: LedgerOutcome.Owed } => $"has not delivered it, {entry.Attempts} attempt{(entry.Attempts == 1 ? "" : "s")}{(entry.Reason.Length > 0 ? $", {entry.Reason}" : "")}",
        { Outcome: LedgerOutcome.Silenced } => "a silence kept it back",
        _ => $"{entry.Outcome.ToString().ToLowerInvariant()}{(entry.Reason.Length > 0 ? $", {entry.Reason}" : "")}",
    };

    private void Report(DrillDefinition definition, string problem, string recovery)
    {
        var id = $"{Drill.Mark}/{definition.Id}";
        var isOpen = _alerts.Topics.TryGetState(definition.Alarm, id, out var before) && before.Level != AlertLevel.Ok;
        if (problem.Length == 0 && !isOpen)
            return;
        var message = problem.Length > 0 ? $"drill {definition.Id} of {definition.Name} has not arrived: {problem}" : recovery;
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000;
        _alerts.Topics.Publish(definition.Alarm, new AlertEvent
        {
            Topic = definition.Alarm,
            Id = id,
            Level = problem.Length > 0 ? AlertLevel.Critical : AlertLevel.Ok,
            Message = message,
            Details = message,
            UnixNanoseconds = now,
            DurationNanoseconds = isOpen ? before.DurationNanoseconds + Math.Max(0, now - before.UnixNanoseconds) : 0,
            Name = Drill.Mark,
            Tags = new Dictionary<string, string> { ["path"] = definition.Name },
        });
    }

    private void MakeDue()
    {
        var due = new List<DrillDefinition>();
        lock (_gate)
        {
            if (_ending.IsCancellationRequested)
                return;
            var now = _time.GetUtcNow();
            foreach (var entry in _drills.Values.Where(entry => entry.Next <= now))
            {
                entry.Next = entry.Definition.NextAfter(now);
                if (entry.IsRunning)
                    continue;
                entry.IsRunning = true;
                due.Add(entry.Definition);
            }

            Wait();
        }

        foreach (var definition in due)
            _ = MakeAsync(definition);
    }

    private void Wait()
    {
        if (_ending.IsCancellationRequested)
            return;
        var next = _drills.Values.Select(entry => entry.Next).Min();
        var wait = next - _time.GetUtcNow();
        _timer.Change(wait is null ? Timeout.InfiniteTimeSpan : wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestPause ? LongestPause : wait.Value, Timeout.InfiniteTimeSpan);
    }

    private string? Keep()
    {
        try
        {
            _store.Write([.. _drills.Values.Select(entry => new DrillRecord(entry.Definition.Json, entry.Last, entry.Problem, entry.Arrived))]);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            DrillLog.NotKept(_log, problem.Message);
            return $"drills cannot be kept: {problem.Message}";
        }
    }

    private sealed class Entry(DrillDefinition definition, DateTimeOffset now)
    {
        public DrillDefinition Definition => definition;

        public DateTimeOffset? Next { get; set; } = definition.NextAfter(now);

        public DateTimeOffset? Last { get; set; }

        public string Problem { get; set; } = "";

        public IReadOnlyList<string> Arrived { get; set; } = [];

        public bool IsRunning { get; set; }

        public DrillStatus Status => new(definition, Last, Next, Problem, Arrived);
    }
}
