using Microsoft.Extensions.Logging;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Engine.Data;

namespace Tocsin.Engine.Pipelines;

/// <summary>What all tasks of a server share.</summary>
public sealed record TaskServices
{
    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>The clock for the few things that go by the wall and not by data.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The zone in which expressions read the hour, the day and the like of a time.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>The functions that expressions of tasks may call.</summary>
    public FunctionCatalog Functions { get; init; } = FunctionCatalog.Default;

    public required SeriesTable Series { get; init; }

    /// <summary>For nodes that send requests.</summary>
    public required HttpClient Http { get; init; }

    /// <summary>Answers with the end of the commit of all alerts that were published so far. Default: nothing to wait for.</summary>
    public Func<ValueTask> WhenSafe { get; init; } = static () => ValueTask.CompletedTask;
}
