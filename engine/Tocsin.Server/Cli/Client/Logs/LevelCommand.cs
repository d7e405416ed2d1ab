using System.CommandLine;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Cli.Client.Logs;

/// <summary><c>tocsin level LEVEL</c>: changes how much the server writes to its log.</summary>
internal sealed class LevelCommand : ClientCommand
{
    private readonly Argument<string> _level;

    public LevelCommand(Terminal terminal, ServerChoice server)
        : base("level", "Change how much the server writes to its log, until it restarts.", terminal, server)
    {
        _level = Argument<string>("level", $"{Logging.LogLevels.Known}.");
        AlwaysJson();
    }

    public override IReadOnlyList<string> Examples => ["tocsin level debug"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var level = arguments.GetRequiredValue(_level);
        if (!Logging.LogLevels.TryParse(level, out _))
            throw new CliException($"'{level}' isn't a level: give {Logging.LogLevels.Known}", ExitCode.Usage);
        await api.SendAsync(HttpMethod.Post, ApiClient.PathOf("loglevel"), new JsonObject { ["level"] = level }, cancellationToken).ConfigureAwait(false);
    }
}
