using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Recordings.Replays;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Hosting.Trials;

/// <summary>
/// Puts data through scripts and handlers in an engine of its own, and writes down what is raised and what would be sent. Nothing leaves the
/// process: requests are answered here, and handlers that reach out by other means are only described.
/// </summary>
public sealed class Trial : IAsyncDisposable
{
    private static readonly Precision Nanoseconds = Precision.Parse("n");

    private readonly TrialJournal _journal;
    private readonly AlertEngine _engine;

    private Trial(TrialSettings settings)
    {
        var answers = new AnswerScript(TimeProvider.System);
        _journal = new TrialJournal(answers, repeats: false);
        var tried = TriedSettings.Of(settings.Config, settings.Extensions, answers);
        _engine = new AlertEngine(tried with
        {
            Raised = _journal.Raised,
            Wrap = settings.CallsHandlers ? _journal.Wrap : static (_, _, _, handler) => new SilentHandler(handler),
            Alerts = tried.Alerts with { EvidenceRows = 0 },
            Environment = settings.Environment,
            TimePassesWithData = true,
        });
    }

    /// <summary>Makes an engine without tasks and handlers.</summary>
    public static async Task<Trial> StartAsync(TrialSettings settings)
    {
        var trial = new Trial(settings);
        await trial._engine.StartAsync().ConfigureAwait(false);
        return trial;
    }

    /// <summary>Adds a handler of a topic.</summary>
    /// <returns>Why it is refused; null when it is not.</returns>
    public Task<Refusal?> AddAsync(HandlerSpec handler) => _engine.Alerts.Handlers.CreateAsync(handler);

    /// <summary>Adds a task and starts it.</summary>
    /// <exception cref="DefinitionException">The task is refused.</exception>
    public Task<TaskDefinition> DefineAsync(TaskChange task) => _engine.Tasks.CreateAsync(task with { IsEnabled = true });

    /// <summary>Writes line protocol with times in nanoseconds, as if somebody had sent it.</summary>
    /// <param name="source">Where it counts as written to.</param>
    /// <param name="progress">Takes how many bytes are done.</param>
    /// <returns>The lines that are not points, with their numbers; the others are written.</returns>
    public Task<IReadOnlyList<LineError>> FeedAsync(System.IO.Stream input, Dbrp source, Action<long> progress, CancellationToken cancellationToken = default) =>
        new InputFeeder(lines => _engine.Writer.WriteAsync(lines, source.Database, source.RetentionPolicy, Nanoseconds)).FeedAsync(input, progress, cancellationToken);

    /// <summary>Plays a file of recorded data to a task, see <see cref="RecordedFile"/>.</summary>
    /// <param name="source">Where points of a stream count as written to.</param>
    /// <exception cref="InvalidDataException">The file cannot be read on, or is not for the task.</exception>
    public Task PlayAsync(string path, string task, Dbrp source, CancellationToken cancellationToken = default) => _engine.Running.Find(task) is { } running
        ? RecordedFile.PlayAsync(path, running, _engine.Running, _engine.Series, source, until: null, cancellationToken)
        : throw new InvalidDataException($"the task {task} does not run: {_engine.Tasks.Find(task)?.Error}");

    /// <summary>Says what the nodes of a task make of data that is fed meanwhile.</summary>
    /// <param name="tags">Tags that the data must have.</param>
    /// <param name="feed">Feeds it.</param>
    /// <exception cref="InvalidDataException">The task does not run.</exception>
    public async Task<IReadOnlyList<WatchedNode>> WatchAsync(string task, IReadOnlyDictionary<string, string> tags, Func<Task> feed) => _engine.Running.Find(task) is { } running
        ? await running.WatchAsync(tags, feed).ConfigureAwait(false) ?? [] // Nobody else knows the engine.
        : throw new InvalidDataException($"the task {task} does not run: {_engine.Tasks.Find(task)?.Error}");

    /// <summary>Ends the tasks, waits for the handlers, and answers with all that happened.</summary>
    /// <param name="limit">How long handlers may take.</param>
    public async Task<TrialRecord> FinishAsync(TimeSpan limit, CancellationToken cancellationToken = default)
    {
        var ends = await TaskEnds.OfAsync(_engine).ConfigureAwait(false);
        var isComplete = await _engine.Alerts.Outbox.SettleAsync(limit, cancellationToken).ConfigureAwait(false);
        return new TrialRecord(_journal.Read(), isComplete) { Unreached = ends.Unreached };
    }

    /// <summary>Ends the engine.</summary>
    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
