using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
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

    // What is in force is what is kept: one change after the other.
    private readonly SemaphoreSlim _changing = new(1);
    private readonly Dictionary<string, Entry> _drills = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();
    private readonly AlertSystem _alerts;
    private readonly DrillTargets _targets;
    private readonly IDrillRecords _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ITimer _timer;

    public DrillSchedule(AlertSystem alerts, DrillTargets targets, IDrillRecords store, TimeProvider time, ILogger log)
    {
        (_alerts, _targets, _store, _time, _log) = (alerts, targets, store, time, log);
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

    /// <summary>The ids of those that have not arrived, and of those that are kept but cannot be read, and so are not made.</summary>
    public IReadOnlyList<string> Failed
    {
        get
        {
            lock (_gate)
                return [.. _drills.Values.Where(entry => entry.Problem.Length > 0).Select(entry => entry.Definition.Id).Concat(_unreadable).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Goes on with what was kept, and ends what a death of the server left open.</summary>
    public async Task StartAsync()
    {
        await new Drill(_alerts, _time).EndLeftAsync().ConfigureAwait(false);
        lock (_gate)
        {
            foreach (var row in _store.LoadDrills())
                Load(row);
            Wait();
        }
    }

    /// <summary>Defines a drill, or another in its place; one that says the same stays as it is. Completes with the commit, and then it is in force.</summary>
    /// <returns>Why it is refused; null when it is not.</returns>
    /// <exception cref="StoreException">It cannot be kept, and what was before stays in force.</exception>
    public async Task<string?> DefineAsync(DrillDefinition definition)
    {
        using var turn = await TurnAsync().ConfigureAwait(false);
        DrillDefinition? before;
        lock (_gate)
        {
            before = _drills.GetValueOrDefault(definition.Id)?.Definition;
            if (before is not null && before.Json == definition.Json)
                return null;
            if (before is null && _drills.Count >= Most)
                return $"there are {Most} drills already, which are the most: delete one";
        }

        var entry = new Entry(definition, _time.GetUtcNow());
        await _store.CommitAsync(writer => writer.SaveDrill(entry.Row)).ConfigureAwait(false);
        lock (_gate)
        {
            _drills[definition.Id] = entry;
            _unreadable.Remove(definition.Id);
            Wait();
        }

        // Nobody would end it on the topic that it is not reported to any more.
        if (before is not null && before.Alarm != definition.Alarm)
            Report(before, "", $"drill {before.Id} is reported to the topic {definition.Alarm} now");
        return null;
    }

    /// <summary>Deletes a drill; the alert that it has not arrived is over. Completes with the commit.</summary>
    /// <returns>False when there is none.</returns>
    /// <exception cref="StoreException">That cannot be kept: the drill stays.</exception>
    public async Task<bool> DeleteAsync(string id)
    {
        using var turn = await TurnAsync().ConfigureAwait(false);
        Entry? entry;
        lock (_gate)
        {
            entry = _drills.GetValueOrDefault(id);
            if (entry is null && !_unreadable.Contains(id))
                return false;
        }

        await _store.CommitAsync(writer => writer.DeleteDrill(id)).ConfigureAwait(false);
        lock (_gate)
        {
            _drills.Remove(id);
            _unreadable.Remove(id);
            Wait();
        }

        if (entry is not null)
            Report(entry.Definition, "", $"drill {id} was deleted");
        return true;
    }

    /// <summary>Makes a drill now, and judges it.</summary>
    internal async Task MakeAsync(DrillDefinition definition)
    {
        try
        {
            var begin = _time.GetUtcNow();
            var (problem, arrived) = await TryAsync(definition).ConfigureAwait(false);
            await NoteAsync(definition, begin, problem, arrived).ConfigureAwait(false);
        }
        catch (Exception) when (_ending.IsCancellationRequested)
        {
            // It is ended at the next start.
        }
        catch (Exception problem)
        {
            DrillLog.Failed(_log, definition.Id, problem);
        }
        finally
        {
            lock (_gate)
            {
                if (_drills.GetValueOrDefault(definition.Id) is { } entry && entry.Definition == definition)
                    entry.IsRunning = false;
            }
        }
    }

    /// <summary>Makes no more drills; one under way is ended at the next start.</summary>
    public void Dispose()
    {
        if (_ending.IsCancellationRequested)
            return;
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
        catch (Exception problem) when (!_ending.IsCancellationRequested)
        {
            DrillLog.Failed(_log, definition.Id, problem);
            return (problem.Message, []);
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

    private void Load(DrillRow row)
    {
        var (entries, problems) = DrillFile.Parse(row.Definition, $"drill {row.Id}");
        if (entries is [var read] && read.Definition.Id == row.Id)
        {
            _drills[row.Id] = Entry.Of(read.Definition, row, _time.GetUtcNow());
            return;
        }

        // It stays as it is kept: perhaps a newer server can read it.
        _unreadable.Add(row.Id);
        DrillLog.Unreadable(_log, row.Id, problems.Count > 0 ? string.Join("; ", problems) : "it does not hold one drill of that id");
    }

    private async Task NoteAsync(DrillDefinition definition, DateTimeOffset begin, string problem, IReadOnlyList<string> arrived)
    {
        using var turn = await TurnAsync().ConfigureAwait(false);
        lock (_gate)
        {
            // One that was deleted or replaced meanwhile is nobody's any more.
            if (_ending.IsCancellationRequested || _drills.GetValueOrDefault(definition.Id)?.Definition != definition)
                return;
        }

        var entry = new Entry(definition, begin) { Last = begin, Problem = problem, Arrived = arrived };
        try
        {
            await _store.CommitAsync(writer => writer.SaveDrill(entry.Row)).ConfigureAwait(false);
        }
        catch (StoreException unkept)
        {
            // What is known of it holds until the next start.
            DrillLog.NotKept(_log, definition.Id, unkept.Message);
        }

        if (problem.Length > 0)
            DrillLog.NotArrived(_log, definition.Id, problem);
        else
            DrillLog.Arrived(_log, definition.Id, string.Join(", ", arrived));
        Report(definition, problem, $"drill {definition.Id} of {definition.Name} arrives again: {string.Join(", ", arrived)}");
        lock (_gate)
        {
            var known = _drills[definition.Id]; // It is not changed out of turn.
            (known.Last, known.Problem, known.Arrived) = (begin, problem, arrived);
        }
    }

    private async Task<Turn> TurnAsync()
    {
        await _changing.WaitAsync(_ending.Token).ConfigureAwait(false);
        return new Turn(_changing);
    }

    private readonly struct Turn(SemaphoreSlim changing) : IDisposable
    {
        public void Dispose() => changing.Release();
    }

    private sealed class Entry(DrillDefinition definition, DateTimeOffset now)
    {
        public DrillDefinition Definition => definition;

        public DateTimeOffset? Next { get; set; } = definition.NextAfter(now);

        public DateTimeOffset? Last { get; set; }

        public string Problem { get; set; } = "";

        public IReadOnlyList<string> Arrived { get; set; } = [];

        public bool IsRunning { get; set; }

        public static Entry Of(DrillDefinition definition, DrillRow row, DateTimeOffset now) => new(definition, now)
        {
            Last = row.LastUnixMilliseconds is { } last ? DateTimeOffset.FromUnixTimeMilliseconds(last) : null,
            Problem = row.Problem,
            Arrived = row.Arrived.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        };

        public DrillRow Row => new(definition.Id, definition.Json, Last?.ToUnixTimeMilliseconds(), Problem, string.Join('\n', Arrived));

        public DrillStatus Status => new(definition, Last, Next, Problem, Arrived);
    }
}
