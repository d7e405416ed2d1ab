using System.Diagnostics.Tracing;

namespace Tocsin.Server.Telemetry;

/// <summary>Logs what keeps figures and traces from their collector, which nobody would notice otherwise: the first time, and once a minute from then on.</summary>
internal sealed partial class ExportTroubles(ILogger log, TimeProvider time) : EventListener
{
    private const string Sources = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _last;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Sources)
            EnableEvents(eventSource, EventLevel.Warning);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        lock (_gate)
        {
            if (_last is { } last && time.GetElapsedTime(last) < Pause)
                return;
            _last = time.GetTimestamp();
        }

        Failed(log, string.Join("; ", (eventData.Payload ?? []).Select(part => part?.ToString()?.ReplaceLineEndings(" "))));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "figures or traces do not reach the collector of otlp.endpoint err={Why}")]
    private static partial void Failed(ILogger logger, string why);
}
