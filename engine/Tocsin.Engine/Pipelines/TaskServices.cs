using Microsoft.Extensions.Logging;
using Tocsin.Engine.Data;

namespace Tocsin.Engine.Pipelines;

/// <summary>What all tasks of a server share.</summary>
public sealed record TaskServices
{
    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>The clock for the few things that go by the wall and not by data.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public required SeriesTable Series { get; init; }

    /// <summary>For nodes that send requests.</summary>
    public required HttpClient Http { get; init; }

    /// <summary>Answers with the end of the commit of all alerts that were published so far. Default: nothing to wait for.</summary>
    public Func<ValueTask> WhenSafe { get; init; } = static () => ValueTask.CompletedTask;
}
