using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Recordings;
using Tocsin.Sdk;
using Tocsin.Server.Cli.Client;
using Tocsin.Server.Cli.Client.Imports.Origins;
using Tocsin.Server.Cli.Serve;
using Tocsin.Server.Cli.Texts;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Shadow;

/// <summary><c>tocsin shadow URL</c>: runs the same tasks beside a live Kapacitor, and says where alerts differed.</summary>
internal sealed class ShadowCommand : CliCommand
{
    private readonly Terminal _terminal;
    private readonly ServerChoice _server;
    private readonly Argument<string> _source;
    private readonly Option<string> _for;
    private readonly Option<string> _settle;
    private readonly Option<string> _every;
    private readonly Option<string> _http;
    private readonly Option<string?> _config;
    private readonly Option<bool> _json;
    private readonly ExtensionOptions _extensions;

    public ShadowCommand(Terminal terminal, ServerChoice server)
        : base("shadow", CommandGroup.Running, "Run the tasks of a live Kapacitor alongside it, without notifying anybody, and report where alerts differ; exits with 1 when any do.")
    {
        (_terminal, _server) = (terminal, server);
        _source = Argument<string>("source", "The address of the Kapacitor, such as http://kapacitor:9092.");
        _for = WithDefault(Option<string>("for", "How long. Default 24h; Ctrl-C ends it earlier.", "DURATION"), "24h");
        _settle = WithDefault(Option<string>("settle", "How long the levels of an alert may differ, as one server is ahead of the other. Default 1m.", "DURATION"), "1m");
        _every = WithDefault(Option<string>("every", "How often alerts are compared. Default 10s.", "DURATION"), "10s");
        _http = WithDefault(Option<string>("http", "Where the shadow listens for points. Default :9093.", "ADDRESS:PORT"), ":9093");
        _config = Option<string?>("config", "The configuration: kapacitor.conf, or YAML. Services in it are not called.", "FILE");
        _json = Option<bool>("json", "Print JSON.");
        _extensions = new ExtensionOptions(this);
    }

    public override IReadOnlyList<string> Examples => ["tocsin shadow http://kapacitor:9092 --for 24h --config /etc/kapacitor/kapacitor.conf"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var config = arguments.GetValue(_config) is { } file ? ConfigFile.Load(file, _terminal.Environment) : ConfigFile.Default;
        if (config.Problems.Any(problem => !problem.IsWarning))
            throw new CliException(string.Join('\n', config.Problems.Where(problem => !problem.IsWarning)));
        using var extensions = _extensions.Open(arguments, config.Options.Udf);
        ExtensionOptions.Report(extensions.Current, _terminal.Error);
        using var source = KapacitorServer.Connect(arguments.GetRequiredValue(_source), _server.SkipsVerification(arguments));
        await KapacitorServer.CheckAsync(source, cancellationToken).ConfigureAwait(false);
        var settings = EngineSettings.Of(config) with { Extensions = extensions, Environment = _terminal.Environment, Replay = new ReplayOptions() };
        var run = new ShadowRun(source, settings, Duration(arguments, _settle), TimeProvider.System, _terminal.Error.WriteLine) { Every = Duration(arguments, _every) };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Duration(arguments, _for));
        try
        {
            await run.RunAsync(ListenAddress.Parse(arguments.GetRequiredValue(_http)), limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time was over before the first look, which is told below.
        }

        var differences = run.Comparison.Differences(TimeProvider.System.GetUtcNow());
        var lacking = run.Imported.Where(result => result.Outcome == ImportOutcome.Refused).ToList();
        if (arguments.GetValue(_json))
            _terminal.Out.WriteLine(Json(run, differences, lacking).ToJsonString());
        else
            Print(run, differences, lacking);
        if (run.Comparison.Looks == 0)
            throw new CliException("nothing was compared: no look at the alerts of the Kapacitor succeeded in the time there was");
        return differences.Count + lacking.Count + run.Untold.Count + run.Unread.Count > 0 || run.Silence is not null ? ExitCode.Found : ExitCode.Ok;
    }

    private void Print(ShadowRun run, IReadOnlyList<ShadowDifference> differences, IReadOnlyList<ImportResult> lacking)
    {
        foreach (var result in lacking)
            _terminal.Out.WriteLine($"not compared: {result.Kind} {result.Name}: {result.Why}");
        foreach (var (topic, why) in run.Untold)
            _terminal.Out.WriteLine($"not compared: topic {topic}: {why}");
        if (run.Silence is { } silence)
            _terminal.Out.WriteLine($"not compared: {silence}");
        foreach (var points in run.Unread)
            _terminal.Out.WriteLine($"not compared: {points}");
        _terminal.Out.WriteLine($"{run.Comparison.Looks} looks at {run.Comparison.Alerts} alerts, {run.Points} points: {differences.Count} differences");
        if (differences.Count == 0)
            return;
        var table = new TextTable(Column.Fitting("Topic"), Column.Fitting("Alert"), new("Kapacitor", 10), new("Tocsin", 10), new("Since", 21), Column.Fitting("Until"));
        foreach (var difference in differences)
            table.Add(difference.Topic, difference.Id, difference.Theirs.Text(), difference.Ours.Text(), At(difference.Since), difference.Until is { } until ? At(until) : "still");
        table.Write(_terminal.Out);
    }

    private static JsonObject Json(ShadowRun run, IReadOnlyList<ShadowDifference> differences, IReadOnlyList<ImportResult> lacking) => new()
    {
        ["looks"] = run.Comparison.Looks,
        ["alerts"] = run.Comparison.Alerts,
        ["points"] = run.Points,
        ["no-points"] = run.Silence ?? "",
        ["not-compared"] = new JsonArray([.. lacking.Select(result => result.ToJson())]),
        ["topics-not-compared"] = new JsonArray([.. run.Untold.Select(topic => new JsonObject { ["topic"] = topic.Key, ["why"] = topic.Value })]),
        ["unread"] = new JsonArray([.. run.Unread.Select(points => new JsonObject { ["database"] = points.Database, ["retention-policy"] = points.RetentionPolicy, ["points"] = points.Points })]),
        ["differences"] = new JsonArray([.. differences.Select(difference => new JsonObject
        {
            ["topic"] = difference.Topic,
            ["id"] = difference.Id,
            ["kapacitor"] = difference.Theirs.Text(),
            ["tocsin"] = difference.Ours.Text(),
            ["since"] = At(difference.Since),
            ["until"] = difference.Until is { } until ? At(until) : null,
        })]),
    };

    private static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static Option<string> WithDefault(Option<string> option, string value)
    {
        option.DefaultValueFactory = _ => value;
        return option;
    }

    private static TimeSpan Duration(ParseResult arguments, Option<string> option)
    {
        var text = arguments.GetRequiredValue(option);
        return DurationSetting.TryParse(text, out var nanoseconds) && nanoseconds >= 1_000_000
            ? TimeSpan.FromTicks(nanoseconds / 100)
            : throw new CliException($"{option.Name}: '{text}' isn't {DurationSetting.Expected}", ExitCode.Usage);
    }
}
