using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Server.Cli.Run;
using Tocsin.Server.Http.Watching;

namespace Tocsin.Server.Cli.Client.Alerts;

/// <summary>Says what the nodes of a script make of a file of data, without a server: nobody is notified, and nothing is written.</summary>
internal sealed class FedScript
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _data = new("--data")
    {
        Description = "Data to put through a script, without a server: line protocol with times in nanoseconds, or a recording (.srpl, .brpl).", HelpName = "FILE",
    };

    private readonly TrialOptions _options;

    public FedScript(Command command, Terminal terminal)
    {
        _terminal = terminal;
        command.Add(_data);
        _options = new TrialOptions(command, terminal);
    }

    public bool IsWanted(ParseResult arguments) => arguments.GetValue(_data) is not null;

    /// <summary>What was seen of data with the tags, as the API answers it.</summary>
    /// <exception cref="CliException">The script is refused, or the data is not for it.</exception>
    public async Task<JsonObject> WatchAsync(ParseResult arguments, string file, string[] tags, CancellationToken cancellationToken)
    {
        var data = arguments.GetRequiredValue(_data)!; // It is wanted.
        if (!File.Exists(data))
            throw new CliException($"there is no file {data}");
        var config = _options.Config(arguments);
        using var extensions = _options.Open(arguments, config);
        var script = _options.Script(arguments, file);
        var trial = await Trial.StartAsync(new TrialSettings { Extensions = extensions.Current, Config = config, Environment = _terminal.Environment, CallsHandlers = false }).ConfigureAwait(false);
        await using (trial.ConfigureAwait(false))
        {
            var task = await script.DefineAsync(trial, data).ConfigureAwait(false);
            try
            {
                var seen = await trial.WatchAsync(task.Id, TagsOf(tags), () => script.FeedAsync(trial, task, data, cancellationToken)).ConfigureAwait(false);
                return Json(writer => WatchJson.Write(writer, task.Id, seen));
            }
            catch (InvalidDataException problem)
            {
                throw new CliException(problem.Message);
            }
        }
    }

    private static Dictionary<string, string> TagsOf(string[] texts)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            if (at < 1)
                throw new CliException($"--tag must be a name and a value such as host=web-07, not '{text}'", ExitCode.Usage);
            tags[text[..at]] = text[(at + 1)..];
        }

        return tags;
    }

    private static JsonObject Json(Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return JsonNode.Parse(text.WrittenSpan)!.AsObject(); // It was written just now.
    }
}
