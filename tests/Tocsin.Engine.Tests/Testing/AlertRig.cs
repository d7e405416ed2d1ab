using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Testing;

/// <summary>An alert system on a real file, that can be stopped, killed and started again. Handlers of kind <c>x</c> are taken from a table by id.</summary>
internal sealed class AlertRig : IHandlerFactory, IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly HandlerFactory _forwarders;
    private readonly TempFolder _folder = new();
    private readonly DeliveryOptions? _options;
    private readonly LedgerOptions _ledger;
    private readonly DeadLetterOptions _letters;
    private readonly AlertOptions _alerts;
    private SqliteStateStore _store;

    public AlertRig(
        DeliveryOptions? options = null, FakeTime? time = null, LedgerOptions? ledger = null, DeadLetterOptions? letters = null, AlertOptions? alerts = null)
    {
        _forwarders = new HandlerFactory(() => HandlerKinds.BuiltIn, new HandlerServices { Http = _http });
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

    /// <summary>The kinds there are: <c>x</c>, and one of nodes.</summary>
    public HashSet<string> Kinds { get; } = ["x", "post"];

    /// <summary>Whom handlers of a kind tell; other kinds tell a system of their name, of levels only.</summary>
    public Dictionary<string, HandlerSystem> Systems { get; } = [];

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
        [.. Alerts.Outbox.Ledger.Read(filter ?? new LedgerFilter { Limit = 10_000 }).Reverse()];

    public long Owed(string target) => Alerts.Outbox.FindCounters(target)?.Owed ?? 0;

    /// <summary>Stops as a server does.</summary>
    public async Task Stop()
    {
        await Alerts.DisposeAsync();
        await _store.DisposeAsync();
    }

    /// <summary>Ends without writing anything more.</summary>
    public async Task Kill()
    {
        _store.Abandon();
        await Alerts.DisposeAsync();
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

    public bool Forwards(string kind) => _forwarders.Forwards(kind);

    public bool Knows(string kind) => Forwards(kind) || Kinds.Contains(kind) || Systems.ContainsKey(kind);

    public bool TryCreate(
        string kind, string? optionsJson, HandlerContext context, [NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out Refusal? refusal)
    {
        if (Forwards(kind))
            return _forwarders.TryCreate(kind, optionsJson, context, out handler, out refusal);
        handler = null;
        string? error = null;
        if ((kind != "x" && !Systems.ContainsKey(kind)) || !Knows(kind))
            error = $"unsupported action kind \"{kind}\"";
        else if (!Handlers.TryGetValue(context.HandlerId, out handler))
            error = "no such handler in the rig";
        refusal = error is null ? null : new Refusal(RefusalKind.Failed, error);
        return error is null;
    }

    public HandlerSystem SystemOf(string kind) => Systems.GetValueOrDefault(kind, new HandlerSystem(kind, TakesActivity: false));

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
            Guard = Guard,
            HoldsDeliveries = HoldsDeliveries,
        };
        return (store, new AlertSystem(store, this, settings));
    }
}
