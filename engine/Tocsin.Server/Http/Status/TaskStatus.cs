using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Tasks;
using Tocsin.Pipelines.Tasks.Checkpoints;
using Tocsin.Pipelines.Tasks.Loops;
using Tocsin.Pipelines.Tasks.Schedules;

namespace Tocsin.Server.Http.Status;

/// <summary>A task as the status shows it.</summary>
internal sealed record TaskStatus
{
    // How the codes begin of what the checks find; others are of names and spellings.
    private const string Doubts = "TS3";
    private const string OfDelivery = "TS332";

    private static readonly TimeSpan LongLag = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);

    public required string Id { get; init; }

    public required TaskState State { get; init; }

    /// <summary>Points and batches that came in since the task was started.</summary>
    public long Entered { get; init; }

    /// <summary>Messages that nodes could not process since the task was started.</summary>
    public long Errors { get; init; }

    public TaskLag Lag { get; init; }

    public TaskGroups Groups { get; init; }

    /// <summary>What is written down of the state of its nodes; null when nothing is to be.</summary>
    public CheckpointStatus? Checkpoint { get; init; }

    /// <summary>What keeps the task from running, or from running as it should; empty otherwise.</summary>
    public string Error { get; init; } = "";

    /// <summary>The last message that a node could not process; null when there is none.</summary>
    public TaskFailure? LastFailure { get; init; }

    /// <summary>The query that has not been answered yet; null when there is none.</summary>
    public QueryUnderWay? Query { get; init; }

    /// <summary>What there is to warn of while it runs, in words: first what keeps its alerts from reaching anybody, then what its script tells.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>True when its alerts reach nobody or cannot be delivered.</summary>
    public bool IsUnheard { get; init; }

    /// <summary>True when something else of its script hardly works as it was meant.</summary>
    public bool HasDoubts { get; init; }

    public bool NeedsAttention => State < TaskState.Running;

    public static TaskStatus Read(TaskDefinition task, RunningTask? running, AlertEngine engine, DateTimeOffset now)
    {
        if (running is null)
        {
            return new TaskStatus { Id = task.Id, State = task.IsEnabled ? TaskState.Failed : TaskState.Disabled, Error = task.Error };
        }

        var (lag, failure, groups) = (running.Lag, running.LastFailure, running.Groups);
        IReadOnlyList<Diagnostic> warnings = [.. engine.Checks.DeliveryOf(task), .. task.Warnings];
        var outdated = WhyOutdated(task, running, engine.Extensions.Current.Functions);
        var query = running.Query;
        return new TaskStatus
        {
            Id = task.Id,
            State = query is { IsLate: true }
                ? TaskState.Lagging
                : StateOf(lag, isErring: failure is not null && now - failure.Failure.Time < Lately, isCrowded: groups.Crowding.Length > 0, isOutdated: outdated.Length > 0),
            Entered = running.Entered,
            Errors = running.Errors,
            Lag = lag,
            Query = query,
            Groups = groups,
            Checkpoint = running.Checkpoint,
            Error = query is { IsLate: true } late ? $"a query has been running since {late.Since:yyyy-MM-dd'T'HH:mm:ss'Z'} and InfluxDB has not answered: others have come due since"
                : outdated.Length > 0 ? outdated
                : groups.Crowding.Length > 0 ? groups.Crowding : task.Error,
            LastFailure = failure,
            Warnings = [.. warnings.Select(warning => warning.Message), .. running.Checkpoint is { Problem.Length: > 0 } checkpoint ? [$"what its nodes know is not written down: {checkpoint.Problem}"] : (string[])[]],
            IsUnheard = warnings.Any(IsOfDelivery),
            HasDoubts = warnings.Any(warning => warning.Code.StartsWith(Doubts, StringComparison.Ordinal) && !IsOfDelivery(warning)),
        };
    }

    private static bool IsOfDelivery(Diagnostic warning) => warning.Code.StartsWith(OfDelivery, StringComparison.Ordinal);

    private static TaskState StateOf(TaskLag lag, bool isErring, bool isCrowded, bool isOutdated) => lag.Oldest switch
    {
        var oldest when oldest >= LongLag => TaskState.Lagging,
        _ when isErring => TaskState.Erring,
        _ when isCrowded => TaskState.Crowded,
        _ => isOutdated ? TaskState.Outdated : TaskState.Running,
    };

    private static string WhyOutdated(TaskDefinition task, RunningTask running, FunctionSet functions)
    {
        if (running.IsOutdated(task))
            return $"the task was changed and still runs as before: tocsin enable {task.Id}";
        var outdated = FunctionUse.Outdated(running, functions);
        return outdated.Count == 0
            ? ""
            : $"the task goes on with {string.Join(", ", outdated)} as before: removed, or the script does not fit the new version; see the log";
    }
}
