using System.CommandLine;
using Spectre.Console;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Recordings.Replays;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Run;

/// <summary><c>tocsin run</c>: puts data through a script and shows which alerts it raises and what would be sent.</summary>
internal sealed class RunCommand : CliCommand
{
    private const long LongInput = 4 * 1024 * 1024;

    private static readonly Dbrp Default = new("telegraf", "autogen");
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Terminal _terminal;
    private readonly Argument<string> _script;
    private readonly Option<string> _input;
    private readonly Option<string?> _vars;
    private readonly Option<string[]> _handlers;
    private readonly Option<string?> _config;
    private readonly ExtensionOptions _extensions;
    private readonly Option<string?> _dbrp;
    private readonly Option<bool> _json;

    public RunCommand(Terminal terminal)
        : base("run", CommandGroup.Writing, "Run a script on data; show its alerts and what would be sent. Nothing is sent.")
    {
        _terminal = terminal;
        _script = Argument<string>("script", "The script.");
        _input = Option<string>("input", "The data: line protocol with times in nanoseconds, or a recording of points (.srpl) or batches (.brpl).", "FILE");
        _input.Required = true;
        _vars = Option<string?>("vars", "Values for the script's variables, JSON or YAML.", "FILE");
        _handlers = Option<string[]>("handlers", "Topic handlers, YAML or JSON; may be given several times.", "FILE");
        _handlers.AllowMultipleArgumentsPerToken = true;
        _config = Option<string?>("config", "The server's configuration. Services that it does not configure get made-up keys.", "FILE");
        _extensions = new ExtensionOptions(this);
        _dbrp = Option<string?>("dbrp", $"Where the data counts as written to, unless the script says so. Default {Default.Database}.{Default.RetentionPolicy}.", "DB.RP");
        _json = Option<bool>("json", "Print one JSON object per line.");
    }

    public override IReadOnlyList<string> Examples =>
        ["tocsin run cpu_alert.tick --input cpu.lp", "tocsin run cpu_alert.tick --input cpu.srpl", "tocsin run cpu_alert.tick --input cpu.lp --handlers victorops.yaml --json"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var input = arguments.GetRequiredValue(_input);
        if (!File.Exists(input))
            throw new CliException($"there is no file {input}");
        var config = arguments.GetValue(_config) is { } given ? ConfigFile.Load(given, _terminal.Environment) : ConfigFile.Default;
        if (config.Problems.Any(problem => !problem.IsWarning))
            throw new CliException(string.Join('\n', config.Problems));
        using var extensions = _extensions.Open(arguments, config.Options.Udf);
        var settings = SettingsOf(config, extensions.Current);
        var trial = await Trial.StartAsync(settings).ConfigureAwait(false);
        await using (trial.ConfigureAwait(false))
        {
            foreach (var file in arguments.GetValue(_handlers) ?? [])
                await AddHandlersAsync(trial, settings, file).ConfigureAwait(false);
            var task = await DefineAsync(arguments, trial).ConfigureAwait(false);
            if (RecordedFile.TypeOf(input) == EdgeKind.None)
                await FeedAsync(trial, task.Dbrps[0], input, cancellationToken).ConfigureAwait(false);
            else
                await PlayAsync(trial, task, input, cancellationToken).ConfigureAwait(false);
            var record = await trial.FinishAsync(Limit, cancellationToken).ConfigureAwait(false);
            if (!record.IsComplete)
                throw new CliException($"handlers did not come to an end within {Limit.TotalSeconds} s");
            Show(record, arguments.GetValue(_json));
            var source = new SourceText(task.Script, arguments.GetRequiredValue(_script));
            foreach (var warning in record.Unreached)
                await _terminal.Error.WriteLineAsync(DiagnosticText.Render(warning, source)).ConfigureAwait(false);
        }

        return ExitCode.Ok;
    }

    private TrialSettings SettingsOf(ConfigFile config, Extensions extensions)
    {
        ExtensionOptions.Report(extensions, _terminal.Error);
        return new TrialSettings { Extensions = extensions, Config = config, Environment = _terminal.Environment };
    }

    private static async Task AddHandlersAsync(Trial trial, TrialSettings settings, string file)
    {
        var problems = await NamedFiles.AddHandlersAsync(TextFile.Read(file), file, settings.Extensions.Kinds, settings.Environment, trial.AddAsync).ConfigureAwait(false);
        if (problems.Count > 0)
            throw new CliException(string.Join('\n', problems));
    }

    private async Task<TaskDefinition> DefineAsync(ParseResult arguments, Trial trial)
    {
        var file = arguments.GetRequiredValue(_script);
        var source = new SourceText(TextFile.Read(file), file);
        var change = NamedFiles.TaskOf(source, Default, arguments.GetValue(_vars));
        if (arguments.GetValue(_dbrp) is { } dbrp)
            change = change with { Dbrps = [DbrpText.Parse(dbrp)] };
        try
        {
            var task = await trial.DefineAsync(change).ConfigureAwait(false);
            foreach (var warning in task.Warnings)
                await _terminal.Error.WriteLineAsync(DiagnosticText.Render(warning, source)).ConfigureAwait(false);
            var input = arguments.GetRequiredValue(_input);
            var type = RecordedFile.TypeOf(input);
            if (task.Type == EdgeKind.Batch && type != EdgeKind.Batch)
                throw new CliException($"{file} is a batch script: an InfluxDB has its data. Give a recording of it, a .brpl file that 'tocsin record batch' makes, or define the task and play it with 'tocsin replay-live batch'");
            if (task.Type == EdgeKind.Stream && type == EdgeKind.Batch)
                throw new CliException($"{file} is a stream script, and {input} is a recording of batches: give line protocol or a .srpl file");
            return task;
        }
        catch (DefinitionException problem) when (problem.Refusal.Diagnostics.Count > 0)
        {
            var lacksConfig = arguments.GetValue(_config) is null && problem.Refusal.Diagnostics.Any(diagnostic => diagnostic.Code == "TS3541");
            throw new CliException(
                $"{file} is refused\n{string.Join('\n', problem.Refusal.Diagnostics.Select(diagnostic => DiagnosticText.Render(diagnostic, source)))}"
                + (lacksConfig ? "\nThe accounts of services stand in the server's configuration: give it with --config FILE." : ""));
        }
    }

    private static async Task PlayAsync(Trial trial, TaskDefinition task, string file, CancellationToken cancellationToken)
    {
        try
        {
            await trial.PlayAsync(file, task.Id, task.Dbrps[0], cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException problem)
        {
            throw new CliException(problem.Message);
        }
    }

    private async Task FeedAsync(Trial trial, Dbrp source, string file, CancellationToken cancellationToken)
    {
        var input = File.OpenRead(file);
        await using (input.ConfigureAwait(false))
        {
            var isLong = _terminal.IsInteractive && input.Length > LongInput;
            var errors = isLong
                ? await _terminal.NewProgress().StartAsync(progress =>
                {
                    var bar = progress.AddTask(Markup.Escape(file), maxValue: input.Length);
                    return trial.FeedAsync(input, source, done => bar.Value = done, cancellationToken);
                }).ConfigureAwait(false)
                : await trial.FeedAsync(input, source, static _ => { }, cancellationToken).ConfigureAwait(false);
            foreach (var error in errors)
                await _terminal.Error.WriteLineAsync($"{file}:{error.Line}:{error.Column}: {error.Reason}; the line is left out").ConfigureAwait(false);
        }
    }

    private void Show(TrialRecord record, bool isJson)
    {
        var (text, json) = (new TrialText(_terminal), new TrialJson(_terminal.Out));
        var (events, requests) = (0, 0);
        foreach (var (alert, calls) in record.Entries)
        {
            if (alert is not null)
                events++;
            requests += calls.Sum(call => call.Requests.Count);
            if (isJson && alert is not null)
                json.Event(alert);
            else if (alert is not null)
                text.Event(alert);
            foreach (var call in calls)
            {
                if (isJson)
                    json.Call(call);
                else
                    text.Call(call);
            }
        }

        if (!isJson)
            _terminal.Console.WriteLine($"{events} event{(events == 1 ? "" : "s")}, {requests} request{(requests == 1 ? "" : "s")}; nothing was sent");
    }
}
