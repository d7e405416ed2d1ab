using System.Net;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Sdk;
using Tocsin.Sdk.Commands;
using Tocsin.Server.Cli.Client;
using Tocsin.Server.Cli.Client.Imports;
using Tocsin.Server.Cli.Client.Imports.Origins;
using Tocsin.Server.Http.Hosting;
using Tocsin.Server.Http.Status;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Shadow;

/// <summary>Runs the tasks of a live Kapacitor beside it, on the same data and without notifying anybody, and compares the alerts of both.</summary>
/// <param name="source">The Kapacitor.</param>
/// <param name="settings">What the engine is made with.</param>
/// <param name="tell">Takes lines about the run.</param>
internal sealed class ShadowRun(ApiClient source, EngineSettings settings, TimeSpan settle, TimeProvider time, Action<string> tell)
{
    private readonly SortedDictionary<string, string> _untold = new(StringComparer.Ordinal);

    /// <summary>How often alerts are compared.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Points that were written to the shadow.</summary>
    public long Points { get; private set; }

    /// <summary>What was seen.</summary>
    public ShadowComparison Comparison { get; } = new(settle);

    /// <summary>Points of databases and retention policies that no task reads, so that nothing came of them.</summary>
    public IReadOnlyList<UnreadPoints> Unread { get; private set; } = [];

    /// <summary>That no points came at all, though tasks wait for some, and what to do; null when some did.</summary>
    public string? Silence { get; private set; }

    /// <summary>Topics whose alerts the Kapacitor did not tell, with the reason: it has no address for a name with a slash in it.</summary>
    public IReadOnlyDictionary<string, string> Untold => _untold;

    /// <summary>What could be taken over from the Kapacitor and what not.</summary>
    public IReadOnlyList<ImportResult> Imported { get; private set; } = [];

    /// <summary>Runs until the token ends it.</summary>
    public async Task RunAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var engine = new AlertEngine(settings with
        {
            Wrap = static (_, _, _, handler) => new SilentHandler(handler),
            WritesToInflux = false,
            Scales = false,
            Http = new ShadowHttp(HandlerHttp.NewHandler(verifies: !settings.Influxdb.Any(influx => influx.InsecureSkipVerify)), settings.Influxdb.SelectMany(influx => influx.Urls)),
        });
        await using (engine.ConfigureAwait(false))
        {
            await engine.StartAsync().ConfigureAwait(false);
            var app = HttpServer.Build(engine, address);
            await using (app.ConfigureAwait(false))
            {
                await app.StartAsync(cancellationToken).ConfigureAwait(false);
                var url = app.Urls.First().Replace("[::]", "localhost", StringComparison.Ordinal);
                using var target = new ApiClient(ServerHttp.For(new Uri(url)));
                var import = new ImportRun(new KapacitorServer(source), target);
                await import.RunAsync(cancellationToken).ConfigureAwait(false);
                Imported = import.Results;
                if (import.GivenUp is { } why)
                    tell($"not all was taken over: {why}");
                tell($"the shadow listens on {url}: write to it what the Kapacitor gets, {engine.Running.All.Count} tasks execute");
                await CompareAsync(engine, url, cancellationToken).ConfigureAwait(false);
                Points = engine.Writer.Points;
                Unread = UnreadPoints.In(engine);
                Silence = SilentShadow.HintFor(engine, url);
            }
        }
    }

    private async Task CompareAsync(AlertEngine engine, string url, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                if (Comparison.Looks == 0 && SilentShadow.HintFor(engine, url) is { } hint)
                    tell(hint);
                await LookAsync(engine, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over, or somebody has seen enough.
        }
    }

    private async Task LookAsync(AlertEngine engine, CancellationToken cancellationToken)
    {
        try
        {
            var theirs = new Dictionary<(string, string), AlertLevel>();
            foreach (var topic in await TopicLists.TopicsAsync(source, "", cancellationToken).ConfigureAwait(false))
            {
                foreach (var one in await EventsAsync(topic, cancellationToken).ConfigureAwait(false))
                    theirs[(topic.Text("id"), one.Text("id"))] = AlertLevels.TryParse((one["state"] as JsonObject ?? []).Text("level"), out var level) ? level : AlertLevel.Ok;
            }

            var ours = engine.Alerts.Topics.List().Where(topic => !_untold.ContainsKey(topic.Name))
                .SelectMany(topic => (engine.Alerts.Topics.ListEvents(topic.Name) ?? []).Select(one => ((topic.Name, one.Id), one.State.Level)))
                .ToDictionary(one => one.Item1, one => one.Level);
            Comparison.Look(time.GetUtcNow(), theirs, ours);
        }
        catch (Exception problem) when (problem is CommandException or ApiRefusal)
        {
            // A restart of it must not end a comparison of a day.
            tell($"not compared this time: {problem.Message}");
        }
    }

    // One topic that is not told, or gone since it was listed, must not cost the look at all others.
    private async Task<IReadOnlyList<JsonObject>> EventsAsync(JsonObject topic, CancellationToken cancellationToken)
    {
        var name = topic.Text("id");
        try
        {
            var events = (await source.GetAsync(topic.Link("events-link"), cancellationToken).ConfigureAwait(false)).Items("events");
            _untold.Remove(name);
            return events;
        }
        catch (ApiRefusal problem) when (problem.Status == HttpStatusCode.NotFound)
        {
            if (_untold.TryAdd(name, problem.Message))
                tell($"topic '{name}' is not compared: {problem.Message}");
            return [];
        }
    }
}
