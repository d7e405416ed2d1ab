using System.Collections.Concurrent;
using System.Text;
using Spectre.Console;
using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Sdk;
using Tocsin.Server.Cli.Run;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Demo;

/// <summary>Runs the demo's scripts on its data, step by step, and shows what comes of each step.</summary>
internal sealed class DemoRun(Terminal terminal, VictorOpsStandIn standIn, Extensions extensions)
{
    private static readonly Dbrp Source = new("telegraf", "autogen");
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<AlertEvent> _raised = new();
    private readonly TrialText _text = new(terminal);
    private int _points;
    private int _events;
    private int _requests;

    /// <summary>Runs to the end of the data.</summary>
    /// <param name="keeps">Whether the page is to be looked at afterwards.</param>
    /// <returns><see cref="ExitCode.Ok"/> when every alert arrived.</returns>
    public async Task<int> RunAsync(bool keeps, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var code = ExitCode.Failed;
        var engine = new AlertEngine(new EngineSettings { Extensions = new ExtensionRegistry(extensions), Environment = terminal.Environment, Services = Services(), Raised = _raised.Enqueue });
        await using (engine.ConfigureAwait(false))
        {
            await engine.StartAsync().ConfigureAwait(false);
            await DefineAsync(engine).ConfigureAwait(false);
            foreach (var step in DemoFiles.Points.Split('\n', StringSplitOptions.RemoveEmptyEntries).GroupBy(line => line[line.LastIndexOf(' ')..]))
                await StepAsync(engine, string.Join('\n', step), cancellationToken).ConfigureAwait(false);
            code = Summarize(started);
            if (keeps && code == ExitCode.Ok)
                await new DemoPage(terminal).ShowAsync(engine, Source, cancellationToken).ConfigureAwait(false);
        }

        return code;
    }

    private int Summarize(long started)
    {
        terminal.Console.WriteLine();
        var milliseconds = (int)TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        var summary = $"{_points} points of 3 hosts, {_events} changes of level, {_requests} requests to VictorOps, {milliseconds} ms";
        var isComplete = _events > 0 && _requests == _events;
        terminal.Console.MarkupLineInterpolated(isComplete ? $"[green]{summary}[/]" : (FormattableString)$"[red]{summary}: each change should have been one request[/]");
        return isComplete ? ExitCode.Ok : ExitCode.Failed;
    }

    private ServiceSections Services() => new(new ConfigMap(
    [
        new ConfigEntry("victorops", new ConfigMap(
        [
            new ConfigEntry("enabled", new ConfigFlag(true)),
            new ConfigEntry("url", new ConfigText(standIn.Url)),
            new ConfigEntry("api-key", new ConfigText("demo-key")),
        ])),
    ]));

    private async Task DefineAsync(AlertEngine engine)
    {
        foreach (var script in new[] { new SourceText(DemoFiles.Alert, "cpu_alert.tick"), new SourceText(DemoFiles.Load, "cpu_load.tick") })
            await engine.Tasks.CreateAsync(NamedFiles.TaskOf(script, Source, vars: null)).ConfigureAwait(false);
        var problems = await NamedFiles.AddHandlersAsync(DemoFiles.Handler, "victorops-cpu-alert.yaml", extensions.Kinds, engine.Environment, spec => engine.Alerts.Handlers.CreateAsync(spec)).ConfigureAwait(false);
        if (problems.Count > 0)
            throw new CliException(string.Join('\n', problems));
    }

    private async Task StepAsync(AlertEngine engine, string lines, CancellationToken cancellationToken)
    {
        _points += lines.Split('\n').Length;
        await engine.Writer.WriteAsync(Encoding.UTF8.GetBytes(lines), Source.Database, Source.RetentionPolicy, Precision.Parse("n")).ConfigureAwait(false);
        if (_raised.IsEmpty)
            return;

        await engine.Alerts.Outbox.SettleAsync(Limit, cancellationToken).ConfigureAwait(false);
        var requests = standIn.Take().ToList();
        _requests += requests.Count;
        while (_raised.TryDequeue(out var alert))
        {
            _events++;
            _text.Event(alert);
            foreach (var request in requests.Where(request => request.Body.Contains($"\"entity_id\":\"{alert.Id}\"", StringComparison.Ordinal)))
                _text.Request("VictorOps", request);
        }
    }
}
