using System.CommandLine;

namespace Tocsin.Server.Cli.Client.Logs;

/// <summary><c>tocsin logs</c>: follows the log.</summary>
internal sealed class LogsCommand : FollowLogCommand
{
    private readonly Argument<string[]> _pairs;

    public LogsCommand(Terminal terminal, ServerChoice server)
        : base("logs", "Follow the server's log, including levels below the one it is written with.", terminal, server) =>
        _pairs = Words("pairs", "What entries must have, key=value: lvl=info+ is a level and those above.", least: 0);

    public override IReadOnlyList<string> Examples => ["tocsin logs lvl=warn+", "tocsin logs service=http"];

    protected override Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken) =>
        FollowAsync(arguments, api, arguments.GetRequiredValue(_pairs), cancellationToken);
}
