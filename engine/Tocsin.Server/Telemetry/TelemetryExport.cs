using System.Diagnostics.Metrics;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Tocsin.Alerting.Tracing;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http;
using Tocsin.Server.Http.Monitoring;

namespace Tocsin.Server.Telemetry;

/// <summary>Sends figures and traces to a collector, as the configuration in force says. While it names none, nothing is made of either. One change at a time.</summary>
/// <param name="id">What tells the server from others.</param>
internal sealed class TelemetryExport(IEnumerable<Figure> figures, string id, ILogger log, TimeProvider time) : IDisposable
{
    // Of one figure; further tasks, handlers and topics are summed up in one value by the library.
    private const int MostValues = 20_000;

    // Whoever stops the server does not wait for a collector that is away.
    private const int LongestEnd = 2000;

    private readonly Meter _meter = FigureMeter.Of(figures);
    private ServerOptions _asked = new();
    private MeterProvider? _figures;
    private TracerProvider? _traces;
    private ExportTroubles? _troubles;

    /// <summary>Goes by these options from now on; what was gathered so far is sent first.</summary>
    public void Change(OtlpOptions otlp, TracingOptions tracing)
    {
        // Options that are read again are other objects.
        var asked = new ServerOptions { Otlp = otlp, Tracing = tracing };
        if (ConfigDifference.Between(_asked, asked).Count == 0)
            return;
        Close();
        _asked = asked;
        if (otlp.Endpoint.Length == 0)
            return;
        _troubles = new ExportTroubles(log, time);
        if (otlp.Metrics)
            _figures = OpenFigures(otlp);
        if (tracing.Sample > 0)
            _traces = OpenTraces(otlp, tracing.Sample);
    }

    /// <summary>Sends what there is now.</summary>
    public void Flush()
    {
        _figures?.ForceFlush(LongestEnd);
        _traces?.ForceFlush(LongestEnd);
    }

    public void Dispose()
    {
        Close();
        _meter.Dispose();
    }

    private MeterProvider OpenFigures(OtlpOptions otlp) => OpenTelemetry.Sdk.CreateMeterProviderBuilder()
        .SetResourceBuilder(Resource(otlp))
        .AddMeter(FigureMeter.Name)
        .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = MostValues })
        .AddOtlpExporter((exporter, reader) =>
        {
            Configure(exporter, otlp, "v1/metrics");
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)otlp.Interval.TotalMilliseconds;
        })
        .Build();

    private TracerProvider OpenTraces(OtlpOptions otlp, double sample) => OpenTelemetry.Sdk.CreateTracerProviderBuilder()
        .SetResourceBuilder(Resource(otlp))
        .AddSource(Traces.SourceName)
        .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(sample)))
        .AddOtlpExporter(exporter => Configure(exporter, otlp, "v1/traces"))
        .Build();

    private ResourceBuilder Resource(OtlpOptions otlp) => ResourceBuilder.CreateEmpty()
        .AddService("tocsin", serviceVersion: ServerVersion.Text, serviceInstanceId: id)
        .AddAttributes(otlp.Attributes.Select(attribute => new KeyValuePair<string, object>(attribute.Key, attribute.Value)));

    private static void Configure(OtlpExporterOptions exporter, OtlpOptions otlp, string path)
    {
        exporter.Protocol = otlp.Protocol == OtlpProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = otlp.Protocol == OtlpProtocol.Grpc ? new Uri(otlp.Endpoint) : new Uri(new Uri(otlp.Endpoint.TrimEnd('/') + "/"), path);
        exporter.Headers = string.Join(',', otlp.Headers.Select(header => $"{Uri.EscapeDataString(header.Key)}={Uri.EscapeDataString(header.Value)}"));
        exporter.TimeoutMilliseconds = (int)otlp.Timeout.TotalMilliseconds;
    }

    private void Close()
    {
        _figures?.Shutdown(LongestEnd);
        _traces?.Shutdown(LongestEnd);
        _figures?.Dispose();
        _traces?.Dispose();
        _troubles?.Dispose();
        (_figures, _traces, _troubles) = (null, null, null);
    }
}
