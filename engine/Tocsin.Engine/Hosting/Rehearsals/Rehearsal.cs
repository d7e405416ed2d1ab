using System.Collections.Concurrent;
using System.Globalization;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Engine.Sources;
using Tocsin.Engine.Statistics;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Influx.Outputs;
using Tocsin.Pipelines.Nodes.Query.Given;
using Tocsin.Pipelines.Processing.Clocks;
using Tocsin.Pipelines.Recordings.Replays;
using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting.Rehearsals;

/// <summary>
/// An engine that is driven step by step, on a clock that its caller moves: all of it, from the points to the requests, with its
/// retries, timers and restarts. Nothing leaves the process: requests are answered as told, and handlers that reach out by other means are
/// only described. To be used by one caller at a time.
/// </summary>
public sealed class Rehearsal : IAsyncDisposable
{
    private static readonly Precision Nanoseconds = Precision.Parse("n");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private const int Spins = 200;

    // Time passes minute by minute.
    private static readonly TimeSpan LongestGap = TimeSpan.FromDays(366);

    // Deliveries of one start, of which none has a number of another.
    private const int NumberBits = 40;

    // Some services are sent it, and the same steps lead to the same requests.
    private const string Id = "00000000-0000-4000-8000-000000000000";

    private readonly RehearsalSettings _settings;
    private readonly AnswerScript _answers;
    private readonly GivenAnswers _rows = new();
    private readonly ConcurrentQueue<CapturedRequest> _requests = new();
    private readonly ConcurrentQueue<WrittenPoint> _written = new();
    private readonly Dictionary<string, long> _failures = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Task, string Topic, string Id), AlertLevel> _levels = [];
    private readonly string? _root;
    private TrialJournal _journal;
    private string? _folder;
    private int _restarts;
    private int _starts;
    private long _settled = -1;
    private long _understood;

    private Rehearsal(RehearsalSettings settings)
    {
        _settings = settings;
        Clock = new VirtualClock(settings.Start);
        _answers = new AnswerScript(Clock);
        if (settings.Restarts)
            _folder = Path.Combine(_root = Directory.CreateTempSubdirectory("tocsin-rehearsal-").FullName, "0");
        _journal = new TrialJournal(_answers, repeats: true);
        Engine = NewEngine();
    }

    /// <summary>The clock of it all.</summary>
    public VirtualClock Clock { get; }

    /// <summary>The engine that runs now; a restart puts another in its place.</summary>
    public AlertEngine Engine { get; private set; }

    /// <summary>Starts an engine without tasks and handlers.</summary>
    public static async Task<Rehearsal> StartAsync(RehearsalSettings settings)
    {
        var rehearsal = new Rehearsal(settings);
        await rehearsal.Engine.StartAsync().ConfigureAwait(false);
        return rehearsal;
    }

    /// <summary>Writes lines of line protocol with times in nanoseconds, or none for now.</summary>
    /// <returns>The lines that are not points; the others are written.</returns>
    public ValueTask<IReadOnlyList<LineError>> WriteAsync(ReadOnlyMemory<byte> lines, Dbrp source, CancellationToken cancellationToken = default) =>
        Engine.Writer.WriteAsync(lines, source.Database, source.RetentionPolicy, Nanoseconds, cancellationToken);

    /// <summary>Gives the next requests of a handler, or of a node, their answers.</summary>
    public void Answer(HandlerTarget handler, IEnumerable<ScriptedAnswer> answers) => _answers.Add(handler, answers);

    /// <summary>Handlers with answers that no request has asked for, with their number.</summary>
    public IReadOnlyList<(HandlerTarget Handler, int Count)> UnusedAnswers => _answers.Unused();

    /// <summary>Gives queries their answers, in the place of those that they had: one after the other, of which the last stays.</summary>
    /// <param name="query"><c>task/node</c>; <c>task</c> for all queries of a task that have none of their own; empty for all others.</param>
    public void AnswerQueries(string query, IReadOnlyList<GivenAnswer> answers) => _rows.Give(query, answers);

    /// <summary>Queries with answers that nothing has asked for, with their number.</summary>
    public IReadOnlyList<(string Query, int Count)> UnusedRows => _rows.Unused;

    /// <summary>Lets time pass: whatever is due on the way happens when it is due.</summary>
    /// <exception cref="RehearsalException">Something does not come to an end.</exception>
    public async Task AdvanceToAsync(DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        if (_journal.Count != _settled || (Clock.NextDue is { } first && first <= time))
        {
            await SettleAsync(cancellationToken).ConfigureAwait(false);
            while (Clock.NextDue is { } due && due <= time)
            {
                Clock.MoveTo(due);
                await SettleAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        Clock.MoveTo(time);
    }

    /// <summary>Waits until nothing is under way any more, and answers with what happened since the last time.</summary>
    /// <exception cref="RehearsalException">Something does not come to an end.</exception>
    public async Task<RehearsalRecord> TakeAsync(CancellationToken cancellationToken = default)
    {
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        var (raised, calls) = _journal.Take();
        return new RehearsalRecord([.. raised.Select(WithPreviousLevel)], calls, TakeAll(_requests), TakeAll(_written), [.. NewFailures()]);
    }

    private static List<T> TakeAll<T>(ConcurrentQueue<T> queue)
    {
        var taken = new List<T>();
        while (queue.TryDequeue(out var item))
            taken.Add(item);
        return taken;
    }

    /// <summary>Plays a file of recorded data to a task, on the clock that it was recorded by.</summary>
    /// <param name="source">Where points of a stream count as written to.</param>
    /// <exception cref="InvalidDataException">The file cannot be read on, or is not for the task.</exception>
    /// <exception cref="RehearsalException">Something does not come to an end.</exception>
    public Task PlayAsync(string path, string task, Dbrp source, CancellationToken cancellationToken = default) => Engine.Running.Find(task) is { } running
        ? RecordedFile.PlayAsync(
            path, running, Engine.Running, Engine.Series, source, time => ReachAsync(time, cancellationToken), cancellationToken)
        : throw new InvalidDataException($"the task {task} does not run: {Engine.Tasks.Find(task)?.Error}");

    /// <summary>Puts a file of line protocol with times in nanoseconds through the tasks; the clock goes along, in steps of a second at most while there is data.</summary>
    /// <param name="source">Where it counts as written to.</param>
    /// <param name="progress">Takes how many bytes are done.</param>
    /// <returns>The lines that are not points, with their numbers; the others are written.</returns>
    /// <exception cref="RehearsalException">Something does not come to an end.</exception>
    public Task<IReadOnlyList<LineError>> FeedAsync(System.IO.Stream input, Dbrp source, Action<long> progress, CancellationToken cancellationToken = default) =>
        new InputFeeder(lines => FeedAsync(lines, source, cancellationToken)).FeedAsync(input, progress, cancellationToken);

    private async ValueTask<IReadOnlyList<LineError>> FeedAsync(ReadOnlyMemory<byte> lines, Dbrp source, CancellationToken cancellationToken)
    {
        var errors = new List<LineError>();
        foreach (var moment in MomentsOfLines.Of(lines))
        {
            if (moment.UnixNanoseconds is { } time)
                await ReachAsync(time, cancellationToken).ConfigureAwait(false);
            foreach (var error in await WriteAsync(moment.Lines, source, cancellationToken).ConfigureAwait(false))
                errors.Add(error with { Line = error.Line + moment.LinesBefore });
        }

        return errors;
    }

    private Task ReachAsync(long unixNanoseconds, CancellationToken cancellationToken)
    {
        var (now, time) = (Clock.GetUtcNow(), new Instant(unixNanoseconds).ToDateTimeOffset());
        return time - now <= LongestGap
            ? AdvanceToAsync(time, cancellationToken)
            : throw new RehearsalException($"the data jumps from {now:u} to {time:u}, over more than a year: check the times, or give the parts one by one");
    }

    /// <summary>Ends the tasks; what they raise then, <see cref="TakeAsync"/> answers.</summary>
    public Task<TaskEnds> EndTasksAsync() => TaskEnds.OfAsync(Engine);

    /// <summary>Ends the engine and starts another on what it has kept.</summary>
    /// <param name="isKill">True to end it as <c>kill -9</c> does: what is not committed is gone, and nobody is told anything. False to stop it as SIGTERM does.</param>
    public async Task RestartAsync(bool isKill, CancellationToken cancellationToken = default)
    {
        if (_root is null)
            throw new InvalidOperationException("what survives a restart is kept only when the settings say that there is one");
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        await Engine.Store.CommitAsync(static _ => { }).ConfigureAwait(false); // What nobody waits for is written by chance before a death.
        if (isKill)
            await KillAsync(_root).ConfigureAwait(false);
        else
            await EndAsync().ConfigureAwait(false);
        _failures.Clear();
        Engine = NewEngine();
        await Engine.StartAsync().ConfigureAwait(false);
    }

    /// <summary>Ends it; what it kept is deleted.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        if (_root is not null)
            Directory.Delete(_root, recursive: true);
    }

    // What the dying engine still does goes into a journal that nobody reads, and into a store that nobody opens.
    private async Task KillAsync(string root)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, (++_restarts).ToString(CultureInfo.InvariantCulture))).FullName;
        Engine.Store.CopyTo(Path.Combine(folder, "tocsin.db"));
        var journal = _journal;
        _journal = new TrialJournal(_answers, repeats: true);
        _journal.Begin(journal.Take());
        _folder = folder;
        await EndAsync().ConfigureAwait(false);
    }

    // Time stands still meanwhile: nobody may wait for it.
    private ValueTask EndAsync()
    {
        _answers.EndSilence();
        return Engine.DisposeAsync();
    }

    private AlertEngine NewEngine()
    {
        var journal = _journal;
        var tried = TriedSettings.Of(_settings.Config, _settings.Extensions, _answers, _requests.Enqueue);
        return new AlertEngine(tried with
        {
            Alerts = _settings.CallsHandlers ? tried.Alerts : tried.Alerts with { EvidenceRows = 0 },
            DataFolder = _folder,
            Journal = _settings.Config.Options.Journal with { Sync = StorageSafety.Process },
            NewId = Id,
            FirstNumber = (long)++_starts << NumberBits,
            Storage = new StorageOptions { ReserveBytes = 0, Check = TimeSpan.Zero },
            Delivery = _settings.Config.Options.Delivery with { Jitter = 0 }, // The same steps lead to the same requests.
            Stats = new StatsOptions { Enabled = false },
            Time = Clock,
            Raised = journal.Raised,
            Written = _written.Enqueue,
            Wrap = _settings.CallsHandlers ? journal.Wrap : journal.Silence,
            MakesQueries = _settings.MakesQueries,
            QueryAnswers = _rows,
            Watch = _settings.Watch,
            Environment = _settings.Environment,
        });
    }

    // Each round ends when nothing runs; another follows as long as one has brought something.
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        var started = Wall.GetTimestamp();
        var progress = started;
        for (var round = 0; ; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var before = _journal.Count;
            var hasCalled = Clock.CallDue();
            await Engine.Running.DrainAsync().ConfigureAwait(false);
            await Engine.Store.WhenCommitted().ConfigureAwait(false);
            var isBusy = Engine.Alerts.Outbox.AtWork > _answers.Silent || Engine.Running.All.Any(task => task.IsAsking);
            if (!isBusy && !hasCalled && round > 0 && _journal.Count == before)
                break;
            if (_journal.Count != before || hasCalled)
                progress = Wall.GetTimestamp();
            else if (Wall.GetElapsedTime(progress) > Patience)
                throw new RehearsalException($"something has not come to its end within {Patience.TotalSeconds} s: {Busy()}");
            if (isBusy && round < Spins)
                await Task.Yield();
            else if (isBusy)
                await Task.Delay(Pause, Wall, cancellationToken).ConfigureAwait(false);
        }

        _settled = _journal.Count;
    }

    private static TimeProvider Wall => TimeProvider.System;

    private string Busy() => string.Join(", ", Engine.Alerts.Outbox.Counters.Where(counters => counters.Running > 0).Select(counters => $"handler {counters.Target}")
        .Concat(Engine.Running.All.Where(task => task.IsAsking).Select(task => $"a query of task {task.Id}")));

    // A node raises an event without it: it is the topic that knows.
    private AlertEvent WithPreviousLevel(AlertEvent alert)
    {
        var key = (alert.TaskName, alert.Topic, alert.Id);
        var before = _levels.GetValueOrDefault(key);
        _levels[key] = alert.Level;
        return alert with { PreviousLevel = before };
    }

    private IEnumerable<string> NewFailures()
    {
        foreach (var request in Engine.Quarantine.List(_understood, Quarantine.Most))
        {
            _understood = request.Number;
            yield return $"source {request.Source} could not read a request: {request.Problem}";
        }

        foreach (var task in Engine.Running.All)
        {
            var (errors, known) = (task.Errors, _failures.GetValueOrDefault(task.Id));
            _failures[task.Id] = errors;
            if (errors > known && task.LastFailure is { } last)
                yield return $"{task.Id}/{last.Node}: {last.Failure.Why}{(errors - known > 1 ? $" ({errors - known} times)" : "")}";
        }
    }
}
