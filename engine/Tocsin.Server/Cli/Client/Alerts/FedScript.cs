using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Server.Cli.Run;
using Tocsin.Server.Http.Watching;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Alerts;

/// <summary>Says what the nodes of a script make of data, apart from what runs: nobody is notified, and nothing is written.</summary>
internal sealed class FedScript
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _data = new("--data")
    {
        Description = "Data to put through a script, or through the script of a task apart from it: a file of line protocol with times in nanoseconds, a line of it, or a recording (.srpl, .brpl).", HelpName = "FILE",
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
    /// <param name="script">The file of a script, or the id of a task.</param>
    /// <exception cref="CliException">The script is refused, or the data is not for it.</exception>
    public async Task<JsonObject> WatchAsync(ParseResult arguments, string script, ApiClient api, string[] tags, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("tocsin-explain-").FullName;
        try
        {
            var data = await DataAsync(arguments.GetRequiredValue(_data)!, folder, cancellationToken).ConfigureAwait(false); // It is wanted.
            var tried = File.Exists(script) || script.EndsWith(".tick", StringComparison.OrdinalIgnoreCase)
                ? _options.Script(arguments, script)
                : await OfTaskAsync(arguments, script, api, folder, cancellationToken).ConfigureAwait(false);
            return await WatchAsync(arguments, tried, data, tags, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> DataAsync(string data, string folder, CancellationToken cancellationToken)
    {
        if (File.Exists(data))
            return data;
        if (!data.Contains(' ', StringComparison.Ordinal) || !data.Contains('=', StringComparison.Ordinal))
            throw new CliException($"there is no file {data}");
        var file = Path.Combine(folder, "line.lp");
        await File.WriteAllTextAsync(file, data + "\n", cancellationToken).ConfigureAwait(false);
        return file;
    }

    private async Task<TriedScript> OfTaskAsync(ParseResult arguments, string id, ApiClient api, string folder, CancellationToken cancellationToken)
    {
        var task = await api.GetAsync(ApiClient.PathOf("tasks", id) + "?script-format=raw", cancellationToken).ConfigureAwait(false);
        var script = Path.Combine(folder, id + ".tick");
        await File.WriteAllTextAsync(script, task.Text("script"), cancellationToken).ConfigureAwait(false);
        string? vars = null;
        if (task["vars"] is JsonObject { Count: > 0 } given)
            await File.WriteAllTextAsync(vars = Path.Combine(folder, "vars.json"), given.ToJsonString(), cancellationToken).ConfigureAwait(false);
        var source = task.Items("dbrps").FirstOrDefault();
        return _options.Script(arguments, script, vars, source is null ? null : new Dbrp(source.Text("db"), source.Text("rp")));
    }

    private async Task<JsonObject> WatchAsync(ParseResult arguments, TriedScript script, string data, string[] tags, CancellationToken cancellationToken)
    {
        var config = _options.Config(arguments);
        using var extensions = _options.Open(arguments, config);
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
