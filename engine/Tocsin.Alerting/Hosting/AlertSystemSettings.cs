using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Alerts.Silencing;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Hosting;

/// <summary>The surroundings of an <see cref="AlertSystem"/>.</summary>
public sealed record AlertSystemSettings
{
    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>The clock of retries, time limits and aggregates.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public DeliveryOptions Delivery { get; init; } = new();

    /// <summary>How much of the ledger is kept.</summary>
    public LedgerOptions Ledger { get; init; } = new();

    /// <summary>How long dead letters are kept.</summary>
    public DeadLetterOptions DeadLetters { get; init; } = new();

    /// <summary>How long what is over is remembered.</summary>
    public AlertOptions Alerts { get; init; } = new();

    /// <summary>How many silences there may be, and who is reminded of their end.</summary>
    public SilenceOptions Silences { get; init; } = new();

    /// <summary>Is told which foreign code is under way, and knows which is left alone.</summary>
    public CrashGuard Guard { get; init; } = CrashGuard.None;

    /// <summary>True to attempt no delivery before <see cref="AlertSystem.StartDeliveries"/>. Default false.</summary>
    public bool HoldsDeliveries { get; init; }

    /// <summary>What handlers learn of the server; their own id and log are filled in.</summary>
    public HandlerContext Context { get; init; } = new();
}
