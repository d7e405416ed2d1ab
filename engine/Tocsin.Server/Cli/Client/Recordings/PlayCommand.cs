using System.CommandLine;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Cli.Client.Recordings;

/// <summary>A command that plays data to a task.</summary>
internal abstract class PlayCommand : BackgroundCommand
{
    private readonly Option<string?> _task;
    private readonly Option<bool> _realClock;
    private readonly Option<bool> _keepsTimes;

    protected PlayCommand(string name, string description, Terminal terminal, ServerChoice server)
        : base(name, "replay", description, terminal, server)
    {
        _task = PeerOption<string?>("task", "The task; it need not be enabled.", "TASK");
        _task.CompletionSources.Add(server.TaskNames);
        _realClock = PeerOption<bool>("real-clock", "Play as slowly as it was recorded. Default: as fast as can be.");
        _keepsTimes = PeerOption<bool>("rec-time", "Keep the recorded times. Default: the first point has the present time.");
    }

    /// <summary>What is asked for, as the API takes it.</summary>
    /// <param name="data">Says which data it is.</param>
    protected JsonObject BodyWith(ParseResult arguments, JsonObject data)
    {
        data["task"] = Required(arguments, _task);
        data["recording-time"] = arguments.GetValue(_keepsTimes);
        data["clock"] = arguments.GetValue(_realClock) ? "real" : "fast";
        return data;
    }
}
