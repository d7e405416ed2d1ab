using System.CommandLine;
using Spectre.Console;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Run;

/// <summary><c>tocsin run</c>: puts data through a script and shows which alerts it raises and what would be sent.</summary>
internal sealed class RunCommand : CliCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Terminal _terminal;
    private readonly Argument<string> _script;
    private readonly Option<string> _input;
    private readonly Option<string[]> _handlers;
    private readonly TrialOptions _options;
    private readonly Option<bool> _json;

    public RunCommand(Terminal terminal)
        : base("run", CommandGroup.Writing, "Run a script on data; show its alerts and what would be sent. Nothing is sent.")
    {
        _terminal = terminal;
        _script = Argument<string>("script", "The script.");
        _input = Option<string>("input", "The data: line protocol with times in nanoseconds, or a recording of points (.srpl) or batches (.brpl).", "FILE");
        _input.Required = true;
        _handlers = Option<string[]>("handlers", "Topic handlers, YAML or JSON; may be given several times.", "FILE");
        _handlers.AllowMultipleArgumentsPerToken = true;
        _options = new TrialOptions(this, terminal);
        _json = Option<bool>("json", "Print one JSON object per line.");
    }

    public override IReadOnlyList<string> Examples =>
        ["tocsin run cpu_alert.tick --input cpu.lp", "tocsin run cpu_alert.tick --input cpu.srpl", "tocsin run cpu_alert.tick --input cpu.lp --handlers victorops.yaml --json"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var input = arguments.GetRequiredValue(_input);
        if (!File.Exists(input))
            throw new CliException($"there is no file {input}");
        var config = _options.Config(arguments);
        using var extensions = _options.Open(arguments, config);
        var settings = new TrialSettings { Extensions = extensions.Current, Config = config, Environment = _terminal.Environment };
        var trial = await Trial.StartAsync(settings).ConfigureAwait(false);
        await using (trial.ConfigureAwait(false))
        {
            foreach (var file in arguments.GetValue(_handlers) ?? [])
                await AddHandlersAsync(trial, settings, file).ConfigureAwait(false);
            var script = _options.Script(arguments, arguments.GetRequiredValue(_script));
            var task = await script.DefineAsync(trial, input).ConfigureAwait(false);
            await script.FeedAsync(trial, task, input, cancellationToken).ConfigureAwait(false);
            var record = await trial.FinishAsync(Limit, cancellationToken).ConfigureAwait(false);
            if (!record.IsComplete)
                throw new CliException($"handlers did not come to an end within {Limit.TotalSeconds} s");
            Show(record, arguments.GetValue(_json));
            await script.ReportAsync(record.Unreached).ConfigureAwait(false);
        }

        return ExitCode.Ok;
    }

    private static async Task AddHandlersAsync(Trial trial, TrialSettings settings, string file)
    {
        var problems = await NamedFiles.AddHandlersAsync(TextFile.Read(file), file, settings.Extensions.Kinds, settings.Environment, trial.AddAsync).ConfigureAwait(false);
        if (problems.Count > 0)
            throw new CliException(string.Join('\n', problems));
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
