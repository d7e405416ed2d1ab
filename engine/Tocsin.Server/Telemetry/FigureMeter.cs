using System.Diagnostics.Metrics;
using Tocsin.Server.Http.Monitoring;

namespace Tocsin.Server.Telemetry;

/// <summary>Shows the figures of <c>/metrics</c> as instruments, to whatever in the process or beside it listens to those.</summary>
internal static class FigureMeter
{
    public const string Name = "Tocsin";

    public static Meter Of(IEnumerable<Figure> figures)
    {
        var meter = new Meter(Name);
        foreach (var figure in figures)
        {
            if (figure.Kind == FigureKind.Counter)
                meter.CreateObservableCounter(figure.Name, figure.Read, UnitOf(figure.Name), figure.Help);
            else
                meter.CreateObservableGauge(figure.Name, figure.Read, UnitOf(figure.Name), figure.Help);
        }

        return meter;
    }

    // As OpenTelemetry writes units; who makes Prometheus' names of these adds none that stand there already.
    private static string? UnitOf(string name) =>
        name.EndsWith("_seconds", StringComparison.Ordinal) ? "s" : name.EndsWith("_bytes", StringComparison.Ordinal) ? "By" : null;
}
