using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Hosting.Rehearsals;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Backtests;
using Tocsin.Server.Cli.Run;
using Tocsin.Server.Histories;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Backtests;

/// <summary><c>tocsin backtest</c>: which alerts a script would have raised, and what differs from another version of it.</summary>
internal sealed class BacktestCommand : CliCommand
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Terminal _terminal;
    private readonly Argument<string> _script;
    private readonly Option<string?> _against;
    private readonly Option<string?> _input;
    private readonly Option<string?> _recording;
    private readonly Option<string?> _from;
    private readonly Option<string?> _to;
    private readonly TrialOptions _options;
    private readonly Option<string[]> _handlers;
    private readonly Option<string?> _incidents;
    private readonly Option<string?> _failOn;
    private readonly Option<bool> _markdown;
    private readonly Option<bool> _json;

    public BacktestCommand(Terminal terminal)
        : base("backtest", CommandGroup.Writing, "Show which alerts a script would have raised on past data, and what differs from another version of it. Nobody is notified.")
    {
        _terminal = terminal;
        _script = Argument<string>("script", "The script.");
        _against = Option<string?>("against", "The version to compare with.", "FILE");
        _input = Option<string?>("input", "The data: line protocol with times in nanoseconds, or a recording of points (.srpl) or batches (.brpl).", "FILE");
        _recording = Option<string?>("recording", "A recording of the server whose configuration is given.", "ID");
        _from = Option<string?>("from", "Ask the InfluxDB of the configuration for data from this time on.", "TIME");
        _to = Option<string?>("to", "The end of that data. Default: now.", "TIME");
        _options = new TrialOptions(this, terminal);
        _handlers = Option<string[]>("handlers", "Topic handlers, YAML or JSON, whose notifications are counted too; may be given several times.", "FILE");
        _handlers.AllowMultipleArgumentsPerToken = true;
        _incidents = Option<string?>("incidents", "What was really wrong in that time, YAML or JSON: a list of from, to and the id, or a pattern, of the alerts that tell of it.", "FILE");
        _failOn = Option<string?>("fail-on", "End with 1 when this holds, such as 'new > 0'; also gone, moved, levels, problems, flaps, pages, and with --incidents precision and recall, from 0 to 1.", "CONDITION");
        _markdown = Option<bool>("markdown", "Print Markdown, for a merge request.");
        _json = Option<bool>("json", "Print JSON.");
    }

    public override IReadOnlyList<string> Examples =>
    [
        "tocsin backtest cpu_alert.tick --input cpu.srpl", "tocsin backtest cpu_alert.tick --against cpu_alert.old.tick --input cpu.lp --fail-on 'new > 0'",
        "tocsin backtest cpu_alert.tick --from 2026-11-01T00:00:00Z --to 2026-11-08T00:00:00Z --config tocsin.yaml",
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var condition = arguments.GetValue(_failOn) is { } text ? FailCondition.Parse(text) : null;
        var config = _options.Config(arguments);
        var incidents = arguments.GetValue(_incidents) is { } file ? Incidents(file) : null;
        if (condition is { NeedsIncidents: true } && incidents is null)
            throw new CliException("--fail-on: precision and recall need to know what was really wrong: give it with --incidents FILE", ExitCode.Usage);
        using var extensions = _options.Open(arguments, config);
        var script = _options.Script(arguments, arguments.GetRequiredValue(_script));
        var against = arguments.GetValue(_against) is { } other ? _options.Script(arguments, other) : null;
        var handlers = await HandlersAsync(arguments, extensions.Current).ConfigureAwait(false);
        var folder = Directory.CreateTempSubdirectory("tocsin-backtest-").FullName;
        try
        {
            var data = await DataAsync(arguments, config, extensions.Current, script, folder, cancellationToken).ConfigureAwait(false);
            var settings = new RehearsalSettings { Start = TimeProvider.System.GetUtcNow(), Extensions = extensions.Current, Config = config, Environment = _terminal.Environment };
            var backtest = new Backtest(settings, data, handlers);

            // Side by side: each has an engine, and with it topics, of its own. Both are the same task, whatever their files are called.
            var id = script.Change().Id;
            var before = against is null ? null : RunAsync(backtest, against, id, static _ => { }, cancellationToken);
            var found = await script.ShowProgressAsync(data.Path, progress => RunAsync(backtest, script, id, progress, cancellationToken)).ConfigureAwait(false);
            await script.ReportAsync(data.Path, found.BadLines).ConfigureAwait(false);
            var (side, old) = (found.History, before is null ? null : (await before.ConfigureAwait(false)).History);
            var comparison = old is null ? null : HistoryComparison.Of(old, side);
            var score = incidents is null ? null : IncidentScore.Of(side, incidents);
            Show(arguments, side, old, comparison, score, incidents is null || old is null ? null : IncidentScore.Of(old, incidents));
            return condition?.Holds(side, comparison, score) == true ? ExitCode.Found : ExitCode.Ok;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IReadOnlyList<Incident> Incidents(string file)
    {
        var (incidents, problems) = IncidentFile.Parse(TextFile.Read(file), file);
        return problems.Any(problem => !problem.IsWarning) ? throw new CliException(string.Join('\n', problems)) : incidents;
    }

    private async Task<IReadOnlyList<HandlerSpec>> HandlersAsync(ParseResult arguments, Extensions extensions)
    {
        var handlers = new List<HandlerSpec>();
        foreach (var file in arguments.GetValue(_handlers) ?? [])
        {
            var problems = await NamedFiles.AddHandlersAsync(TextFile.Read(file), file, extensions.Kinds, _terminal.Environment, spec =>
            {
                handlers.Add(spec);
                return Task.FromResult<Refusal?>(null);
            }).ConfigureAwait(false);
            if (problems.Count > 0)
                throw new CliException(string.Join('\n', problems));
        }

        return handlers;
    }

    private async Task<BacktestData> DataAsync(
        ParseResult arguments, ConfigFile config, Extensions extensions, TriedScript script, string folder, CancellationToken cancellationToken)
    {
        var (input, recording, from) = (arguments.GetValue(_input), arguments.GetValue(_recording), arguments.GetValue(_from));
        if (new[] { input, recording, from }.Count(source => source is not null) != 1)
            throw new CliException("say which data: a file with --input, a server's recording with --recording, or a span of time of an InfluxDB with --from; one of these", ExitCode.Usage);
        if (from is not null)
        {
            var (begin, end) = (Time("--from", from), arguments.GetValue(_to) is { } to ? Time("--to", to) : TimeProvider.System.GetUtcNow());
            if (end <= begin)
                throw new CliException($"--to must be later than --from, and {end:u} is not later than {begin:u}", ExitCode.Usage);
            if (config.Options.Influxdb.Count == 0)
                throw new CliException("--from asks an InfluxDB, and the configuration has none: give one that has an influxdb section with --config FILE");
            try
            {
                return new BacktestData(await new RecordedRange(config, extensions, _terminal.Environment, begin, end).RecordAsync(script.Change(), folder, cancellationToken).ConfigureAwait(false), (end - begin).TotalDays, end);
            }
            catch (DefinitionException problem) when (problem.Refusal.Diagnostics.Count > 0)
            {
                throw script.Refused(problem);
            }
            catch (BacktestException problem)
            {
                throw new CliException(problem.Message);
            }
        }

        var path = input ?? RecordingOf(config, recording!); // One of them is given.
        return File.Exists(path) ? BacktestData.OfFile(path) : throw new CliException($"there is no file {path}");
    }

    private static string RecordingOf(ConfigFile config, string id)
    {
        if (config.Options.Replay.Dir is not { Length: > 0 } folder)
            throw new CliException("--recording looks into replay.dir of the configuration, and that is not set: give the file of the recording with --input");
        var found = new[] { ".srpl", ".brpl" }.Select(ending => Path.Combine(folder, id + ending)).FirstOrDefault(File.Exists);
        return found ?? throw new CliException($"there is no recording '{id}' in {folder}");
    }

    /// <exception cref="CliException">The script is refused, or not for the data.</exception>
    private static async Task<BacktestSide> RunAsync(Backtest backtest, TriedScript script, string id, Action<long> progress, CancellationToken cancellationToken)
    {
        try
        {
            var side = await Task.Run(() => backtest.RunAsync(script.Change() with { Id = id }, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
            await script.ReportAsync([.. side.Warnings, .. side.Unreached]).ConfigureAwait(false);
            return side with { History = side.History with { Script = script.Source.Name ?? "" } };
        }
        catch (DefinitionException problem) when (problem.Refusal.Diagnostics.Count > 0)
        {
            throw script.Refused(problem);
        }
        catch (BacktestException problem)
        {
            throw new CliException($"{script.Source.Name}: {problem.Message}");
        }
    }

    private void Show(ParseResult arguments, AlertHistory side, AlertHistory? old, HistoryComparison? comparison, IncidentScore? score, IncidentScore? oldScore)
    {
        if (arguments.GetValue(_json))
        {
            var json = HistoryJson.Of(side, old, comparison);
            if (score is not null)
                json["precision"] = score.Precision;
            if (score is not null)
                json["recall"] = score.Recall;
            _terminal.Out.WriteLine(json.ToJsonString(Pretty));
            return;
        }

        if (arguments.GetValue(_markdown))
            BacktestText.Markdown(_terminal.Out, side, old, comparison);
        else
            BacktestText.To(_terminal).Write(side, old, comparison);
        if (oldScore is not null)
            _terminal.Out.WriteLine($"{old!.Script}: {oldScore}"); // It was scored.
        if (score is not null)
            _terminal.Out.WriteLine($"{side.Script}: {score}");
    }

    private static DateTimeOffset Time(string option, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new CliException($"{option}: '{text}' isn't a time such as 2026-11-01T00:00:00Z", ExitCode.Usage);
}
