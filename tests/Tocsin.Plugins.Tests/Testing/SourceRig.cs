using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Sources;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.Testing;

/// <summary>
/// An engine in memory with the sources and handlers of some plugins: takes requests in as the server does, and keeps what handlers got and
/// what they sent, byte for byte.
/// <code>
/// await using var rig = await SourceRig.StartAsync("{ id: pd, kind: pagerduty, topic: t }", typeof(PagerDutySource), typeof(SlackHandler));
/// await rig.HandleAsync("t", "slack", """{"workspace":""}""");
/// (await rig.PostAsync("pd", body)).Reply.Status.Should().Be(202);
/// (await rig.SentAsync()).Should().ContainSingle().Which.Body.Should().Be("…");
/// </code>
/// </summary>
internal sealed class SourceRig : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<(string Handler, AlertEvent Alert)> _handled = new();
    private readonly RecordingHttp _http;
    private int _handlers;

    private SourceRig(Type[] types, RigSettings settings)
    {
        _http = new RecordingHttp(settings.Answer);
        var kinds = HandlerKinds.BuiltIn;
        var sources = SourceKinds.BuiltIn;
        foreach (var type in types)
        {
            if (typeof(IAlertHandler).IsAssignableFrom(type))
                kinds = kinds.TryAdd(HandlerKind.FromType(type, "test"), out var more, out var error) ? more : throw new ArgumentException(error, nameof(types));
            else
                sources = sources.TryAdd(SourceKind.FromType(type, "test"), out var more, out var error) ? more : throw new ArgumentException(error, nameof(types));
        }

        Engine = new AlertEngine(new EngineSettings
        {
            DataFolder = settings.DataFolder,
            Extensions = new ExtensionRegistry(new Extensions { Kinds = kinds, Sources = sources }),
            Services = settings.Services,
            Time = settings.Time,
            Http = _http,
            Wrap = (_, _, id, handler) => new Recorder(id, handler, _handled),
        });
    }

    public AlertEngine Engine { get; }

    /// <summary>Starts an engine with definitions of sources, as YAML.</summary>
    /// <param name="types">Classes of sources and handlers.</param>
    public static Task<SourceRig> StartAsync(string definitions, params Type[] types) => StartAsync(definitions, new RigSettings(), types);

    public static async Task<SourceRig> StartAsync(string definitions, RigSettings settings, params Type[] types)
    {
        var rig = new SourceRig(types, settings);
        await rig.Engine.StartAsync();
        await rig.DefineAsync(definitions);
        return rig;
    }

    /// <summary>Defines more sources, or the same anew.</summary>
    public async Task DefineAsync(string definitions)
    {
        var parsed = SourceFile.Parse(definitions, "sources.yaml");
        parsed.Problems.Should().BeEmpty();
        foreach (var entry in parsed.Entries)
            (await Engine.Sources.DefineAsync(entry)).Should().NotContain(problem => !problem.IsWarning);
    }

    /// <summary>Defines a handler of a topic and returns its id.</summary>
    public async Task<string> HandleAsync(string topic, string kind, string? optionsJson = null, string match = "")
    {
        var id = $"{kind}-{++_handlers}";
        (await Engine.Alerts.Handlers.CreateAsync(new HandlerSpec { Topic = topic, Id = id, Kind = kind, OptionsJson = optionsJson, Match = match }))
            .Should().BeNull();
        return id;
    }

    /// <summary>Sends a body to <c>/ingest/{id}</c>.</summary>
    public Task<SourceAnswer> PostAsync(string id, string body, params (string Name, string Value)[] headers) => SendAsync(id, new SourceRequest
    {
        Url = new Uri($"http://localhost:9092/ingest/{id}"),
        Headers = headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase),
        Body = Encoding.UTF8.GetBytes(body),
        Received = Engine.Time.GetUtcNow(),
    });

    /// <summary>Sends a request to <c>/ingest/{id}</c>; its path is what follows that.</summary>
    public async Task<SourceAnswer> SendAsync(string id, SourceRequest request) =>
        await Engine.Intake.TakeAsync(Engine.Intake.Admit(id, request), request);

    /// <summary>Sends a request to an address of another system, such as <c>/v2/enqueue</c>.</summary>
    /// <returns>Null when no source stands in for it.</returns>
    public async Task<SourceAnswer?> SendStandInAsync(string path, SourceRequest request) =>
        Engine.Intake.AdmitStandIn(path, ref request) is { } admission ? await Engine.Intake.TakeAsync(admission, request) : null;

    /// <summary>All requests that handlers sent, when nothing is owed any more.</summary>
    public async Task<IReadOnlyList<SentRequest>> SentAsync()
    {
        await QuietAsync();
        return _http.Requests;
    }

    /// <summary>All events that a handler got, when nothing is owed any more.</summary>
    public async Task<IReadOnlyList<AlertEvent>> HandledAsync(string handler)
    {
        await QuietAsync();
        return [.. _handled.Where(entry => entry.Handler == handler).Select(entry => entry.Alert)];
    }

    /// <summary>What a topic knows of an alert; null when it knows nothing.</summary>
    public EventState? StateOf(string topic, string id) => Engine.Alerts.Topics.TryGetState(topic, id, out var state) ? state : null;

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    private async Task QuietAsync()
    {
        await Engine.Alerts.Topics.WhenCommitted();
        var watch = Stopwatch.StartNew();
        while (Engine.Alerts.Outbox.Counters.Any(handler => handler.Owed > 0))
        {
            if (watch.Elapsed > Limit)
                throw new TimeoutException("Something is still owed: " + string.Join(", ", Engine.Alerts.Outbox.Counters));
            await Task.Delay(1);
        }
    }

    private sealed class Recorder(string id, IAlertHandler handler, ConcurrentQueue<(string Handler, AlertEvent Alert)> handled) : IAlertHandler, IAsyncDisposable
    {
        public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
        {
            handled.Enqueue((id, alert));
            return await handler.HandleAsync(alert, cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            if (handler is IAsyncDisposable later)
                await later.DisposeAsync();
            else
                (handler as IDisposable)?.Dispose();
        }
    }
}
