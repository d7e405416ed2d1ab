using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Alerts.Silencing;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Testing;

/// <summary>An alert system on a real file, that can be stopped, killed and started again. Handlers of the kinds <c>x</c>, <c>pagerduty</c> and <c>victorops</c> are taken from a table by id.</summary>
internal sealed class AlertRig : IServiceProvider, IAsyncDisposable
{
    private readonly HttpClient _http;
    private TempFolder _folder = new();
    private readonly DeliveryOptions? _options;
    private readonly LedgerOptions _ledger;
    private readonly DeadLetterOptions _letters;
    private readonly AlertOptions _alerts;
    private readonly SilenceOptions _silences;
    private SqliteStateStore _store;

    public AlertRig(
        DeliveryOptions? options = null, FakeTime? time = null, LedgerOptions? ledger = null, DeadLetterOptions? letters = null, AlertOptions? alerts = null,
        HttpMessageHandler? http = null, SilenceOptions? silences = null)
    {
        _silences = silences ?? new SilenceOptions();
        _http = http is null ? new HttpClient() : new HttpClient(http);
        _letters = letters ?? new DeadLetterOptions();
        _alerts = alerts ?? new AlertOptions();
        _options = options;
        _ledger = ledger ?? new LedgerOptions();
        Time = time;
        (_store, Alerts) = Start();
    }

    public FakeTime? Time { get; }

    public AlertSystem Alerts { get; private set; }

    public IStateStore Store => _store;

    /// <summary>What the next start is given.</summary>
    public CrashGuard Guard { get; set; } = CrashGuard.None;

    /// <summary>Whether the next start waits to deliver.</summary>
    public bool HoldsDeliveries { get; set; }

    public Dictionary<string, IAlertHandler> Handlers { get; } = [];

    /// <summary>The kinds of the engine and those of the rig.</summary>
    public static HandlerKinds AllKinds { get; } = new[] { typeof(RigHandler), typeof(RigHandler.PagerDuty), typeof(RigHandler.VictorOps) }
        .Aggregate(HandlerKinds.BuiltIn, static (kinds, type) =>
            kinds.TryAdd(HandlerKind.FromType(type, "rig", isBuiltIn: true), out var more, out var error) ? more : throw new InvalidOperationException(error));

    /// <summary>The kinds in force.</summary>
    public HandlerKinds Kinds { get; set; } = AllKinds;

    public static AlertEvent Event(string id, AlertLevel level = AlertLevel.Critical, int second = 0) => new()
    {
        Topic = "",
        Id = id,
        Level = level,
        UnixNanoseconds = (1577836800L + second) * 1_000_000_000,
        Message = $"{id} is {level.Text()} at {second}",
    };

    public async Task<RecordingHandler> Define(
        string topic, string id, RecordingHandler? handler = null, string match = "", string? delivery = null, string kind = "x")
    {
        handler ??= new RecordingHandler();
        Handlers[id] = handler;
        (await Alerts.Handlers.CreateAsync(Spec(topic, id, match, kind) with { DeliveryJson = delivery })).Should().BeNull();
        return handler;
    }

    public static HandlerSpec Spec(string topic, string id, string match = "", string kind = "x", string? options = null) =>
        new() { Topic = topic, Id = id, Kind = kind, Match = match, OptionsJson = options };

    public async Task Publish(string topic, params AlertEvent[] events)
    {
        foreach (var alert in events)
            Alerts.Topics.Publish(topic, alert);
        await Alerts.Topics.WhenCommitted();
    }

    /// <summary>What the ledger holds, the oldest first.</summary>
    public IReadOnlyList<LedgerEntry> Ended(LedgerFilter? filter = null) =>
        [.. Alerts.Ledger.Read(filter ?? new LedgerFilter { Limit = 10_000 }).Reverse()];

    public long Owed(string target) => Alerts.Outbox.FindCounters(HandlerTarget.Parse(target))?.Owed ?? 0;

    /// <summary>Stops as a server does.</summary>
    public async Task Stop()
    {
        await Alerts.DisposeAsync();
        await _store.DisposeAsync();
    }

    /// <summary>Ends as a process does that is killed: the next start finds what was on disk at this moment, between two commits.</summary>
    public async Task Kill()
    {
        var left = new TempFolder();
        await _store.CommitAsync(_ => CopyTo(left));
        await Stop();
        _folder.Dispose();
        _folder = left;
    }

    public void Restart() => Restart(static _ => Task.CompletedTask);

    /// <param name="meanwhile">What is changed in storage before the alerts start.</param>
    public void Restart(Func<IStateStore, Task> meanwhile)
    {
        (_store, Alerts) = Start(meanwhile);
        Alerts.Started();
    }

    public async ValueTask DisposeAsync()
    {
        await Alerts.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
        _http.Dispose();
    }

    object? IServiceProvider.GetService(Type serviceType) => serviceType == typeof(AlertRig) ? this : null;

    private void CopyTo(TempFolder other)
    {
        foreach (var file in Directory.GetFiles(_folder.Path, SqliteStateStore.FileName + "*"))
            File.Copy(file, Path.Combine(other.Path, Path.GetFileName(file)));
    }

    private (SqliteStateStore Store, AlertSystem Alerts) Start(Func<IStateStore, Task>? meanwhile = null)
    {
        var store = SqliteStateStore.Open(new StoreSettings { Folder = _folder.Path, KeepsLedger = _ledger.Enabled });
        meanwhile?.Invoke(store).GetAwaiter().GetResult();
        var settings = new AlertSystemSettings
        {
            LoggerFactory = NullLoggerFactory.Instance,
            Time = Time ?? TimeProvider.System,
            Delivery = _options ?? new DeliveryOptions(),
            Ledger = _ledger,
            DeadLetters = _letters,
            Alerts = _alerts,
            Silences = _silences,
            Guard = Guard,
            HoldsDeliveries = HoldsDeliveries,
        };
        var services = new HandlerServices { Http = _http, Time = settings.Time, Engine = this };
        return (store, new AlertSystem(store, () => Kinds, services, settings));
    }
}
