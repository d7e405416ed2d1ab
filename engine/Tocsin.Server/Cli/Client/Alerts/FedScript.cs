using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Server.Cli.Run;
using Tocsin.Server.Http.Watching;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Client.Alerts;

/// <summary>Says what the nodes of a script make of a file of data, without a server: nobody is notified, and nothing is written.</summary>
internal sealed class FedScript
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _data = Text("--data", "FILE", "Data to put through a script, without a server: line protocol with times in nanoseconds, or a recording (.srpl, .brpl).");
    private readonly Option<string?> _vars = Text("--vars", "FILE", "Values for the variables of that script, JSON or YAML.");
    private readonly Option<string?> _dbrp = Text("--dbrp", "DB.RP", $"Where that data counts as written to, unless the script says so. Default {NamedFiles.DefaultSource.Database}.{NamedFiles.DefaultSource.RetentionPolicy}.");
    private readonly Option<string?> _config = Text("--config", "FILE", "The server's configuration, for that script. Services that it does not configure get made-up keys.");
    private readonly ExtensionOptions _extensions;

    public FedScript(Command command, Terminal terminal)
    {
        _terminal = terminal;
        command.Add(_data);
        command.Add(_vars);
        command.Add(_dbrp);
        command.Add(_config);
        _extensions = new ExtensionOptions(command);
    }

    public bool IsWanted(ParseResult arguments) => arguments.GetValue(_data) is not null;

    /// <summary>What was seen of data with the tags, as the API answers it.</summary>
    /// <exception cref="CliException">The script is refused, or the data is not for it.</exception>
    public async Task<JsonObject> WatchAsync(ParseResult arguments, string file, string[] tags, CancellationToken cancellationToken)
    {
        var data = arguments.GetRequiredValue(_data)!; // It is wanted.
        if (!File.Exists(data))
            throw new CliException($"there is no file {data}");
        var config = arguments.GetValue(_config) is { } given ? ConfigFile.Load(given, _terminal.Environment) : ConfigFile.Default;
        if (config.Problems.Any(problem => !problem.IsWarning))
            throw new CliException(string.Join('\n', config.Problems));
        using var extensions = _extensions.Open(arguments, config.Options.Udf);
        ExtensionOptions.Report(extensions.Current, _terminal.Error);
        var script = new TriedScript(_terminal, file, arguments.GetValue(_vars), arguments.GetValue(_dbrp), arguments.GetValue(_config) is not null);
        var trial = await Trial.StartAsync(new TrialSettings { Extensions = extensions.Current, Config = config, Environment = _terminal.Environment, CallsHandlers = false }).ConfigureAwait(false);
        await using (trial.ConfigureAwait(false))
        {
            var task = await script.DefineAsync(trial, data).ConfigureAwait(false);
            try
            {
                var seen = await trial.WatchAsync(task.Id, TagsOf(tags), () => script.FeedAsync(trial, task, data, showsProgress: true, cancellationToken)).ConfigureAwait(false);
                return Json(writer => WatchJson.Write(writer, task.Id, seen));
            }
            catch (InvalidDataException problem)
            {
                throw new CliException(problem.Message);
            }
        }
    }

    private static Option<string?> Text(string name, string value, string description) => new(name) { Description = description, HelpName = value };

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
