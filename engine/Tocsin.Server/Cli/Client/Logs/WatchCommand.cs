using System.CommandLine;

namespace Tocsin.Server.Cli.Client.Logs;

/// <summary><c>tocsin watch TASK</c>: follows the log of a task.</summary>
internal sealed class WatchCommand : FollowLogCommand
{
    private readonly Argument<string> _task;
    private readonly Argument<string[]> _pairs;

    public WatchCommand(Terminal terminal, ServerChoice server)
        : base("watch", "Follow the log of a task, with the data of its |log() nodes.", terminal, server)
    {
        _task = Argument<string>("task", "The task.");
        CompleteTasks(_task);
        _pairs = Words("pairs", "What entries must have besides, key=value, such as node=log2.", least: 0);
    }

    public override IReadOnlyList<string> Examples => ["tocsin watch cpu_alert node=log2"];

    protected override Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken) =>
        FollowAsync(arguments, api, arguments.GetRequiredValue(_pairs).Prepend(TaskKey + arguments.GetRequiredValue(_task)), cancellationToken);
}
