using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Sdk;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Backtests;
using Tocsin.Server.Cli.Run;
using Tocsin.Server.Histories;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Backtests;

/// <summary><c>tocsin backtest</c>: which alerts a script would have raised, and what differs from another version of it.</summary>
internal sealed class BacktestCommand : CliCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Terminal _terminal;
    private readonly Argument<string> _script;
    private readonly Option<string?> _against;
    private readonly Option<string?> _input;
    private readonly Option<string?> _recording;
    private readonly Option<string?> _from;
    private readonly Option<string?> _to;
    private readonly Option<string?> _vars;
    private readonly Option<string?> _config;
    private readonly ExtensionOptions _extensions;
    private readonly Option<string?> _dbrp;
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
        _vars = Option<string?>("vars", "Values for the script's variables, JSON or YAML.", "FILE");
        _config = Option<string?>("config", "The server's configuration. Services that it does not configure get made-up keys.", "FILE");
        _extensions = new ExtensionOptions(this);
        _dbrp = Option<string?>("dbrp", $"Where the data counts as written to, unless the script says so. Default {NamedFiles.DefaultSource.Database}.{NamedFiles.DefaultSource.RetentionPolicy}.", "DB.RP");
        _incidents = Option<string?>("incidents", "What was really wrong in that time, YAML or JSON: a list of from, to and the id, or a pattern, of the alerts that tell of it.", "FILE");
        _failOn = Option<string?>("fail-on", "End with 1 when this holds, such as 'new > 0'; also gone, moved, levels, problems, flaps, and with --incidents precision and recall, from 0 to 1.", "CONDITION");
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
        var config = arguments.GetValue(_config) is { } given ? ConfigFile.Load(given, _terminal.Environment) : ConfigFile.Default;
        if (config.Problems.Any(problem => !problem.IsWarning))
            throw new CliException(string.Join('\n', config.Problems));
        var incidents = arguments.GetValue(_incidents) is { } file ? Incidents(file) : null;
        if (condition is { NeedsIncidents: true } && incidents is null)
            throw new CliException("--fail-on: precision and recall need to know what was really wrong: give it with --incidents FILE", ExitCode.Usage);
        using var extensions = _extensions.Open(arguments, config.Options.Udf);
        ExtensionOptions.Report(extensions.Current, _terminal.Error);
        var script = Script(arguments, arguments.GetRequiredValue(_script));
        var against = arguments.GetValue(_against) is { } other ? Script(arguments, other) : null;
        var folder = Directory.CreateTempSubdirectory("tocsin-backtest-").FullName;
        try
        {
            var (input, days) = await DataAsync(arguments, config, extensions.Current, script, folder, cancellationToken).ConfigureAwait(false);
            var settings = new TrialSettings { Extensions = extensions.Current, Config = config, Environment = _terminal.Environment, CallsHandlers = false };

            // Side by side: each has an engine, and with it topics, of its own.
            var before = against is null ? null : SideAsync(against, settings, input, days, isFirst: false, cancellationToken);
            var side = await SideAsync(script, settings, input, days, isFirst: true, cancellationToken).ConfigureAwait(false);
            var old = before is null ? null : await before.ConfigureAwait(false);
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

    private TriedScript Script(ParseResult arguments, string file) =>
        new(_terminal, file, arguments.GetValue(_vars), arguments.GetValue(_dbrp), arguments.GetValue(_config) is not null);

    private async Task<(string Input, double Days)> DataAsync(
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
                return (await new RecordedRange(config, extensions, _terminal.Environment, begin, end).RecordAsync(script.Change(), folder, cancellationToken).ConfigureAwait(false), (end - begin).TotalDays);
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
        return File.Exists(path) ? (path, DataSpan.DaysOf(path)) : throw new CliException($"there is no file {path}");
    }

    private static string RecordingOf(ConfigFile config, string id)
    {
        if (config.Options.Replay.Dir is not { Length: > 0 } folder)
            throw new CliException("--recording looks into replay.dir of the configuration, and that is not set: give the file of the recording with --input");
        var found = new[] { ".srpl", ".brpl" }.Select(ending => Path.Combine(folder, id + ending)).FirstOrDefault(File.Exists);
        return found ?? throw new CliException($"there is no recording '{id}' in {folder}");
    }

    private async Task<AlertHistory> SideAsync(TriedScript script, TrialSettings settings, string input, double days, bool isFirst, CancellationToken cancellationToken)
    {
        var trial = await Trial.StartAsync(settings).ConfigureAwait(false);
        await using (trial.ConfigureAwait(false))
        {
            var task = await script.DefineAsync(trial, input).ConfigureAwait(false);
            await Task.Run(() => script.FeedAsync(trial, task, input, showsProgress: isFirst, cancellationToken), cancellationToken).ConfigureAwait(false);
            var record = await trial.FinishAsync(Limit, cancellationToken).ConfigureAwait(false);
            foreach (var warning in record.Unreached)
                await _terminal.Error.WriteLineAsync(DiagnosticText.Render(warning, script.Source)).ConfigureAwait(false);
            return AlertHistory.Of(script.Source.Name ?? "", record.Entries.Select(entry => entry.Event).OfType<AlertEvent>(), days);
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
