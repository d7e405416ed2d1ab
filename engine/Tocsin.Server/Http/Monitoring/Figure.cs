using System.Diagnostics.Metrics;

namespace Tocsin.Server.Http.Monitoring;

/// <summary>A figure of the server: read when somebody asks for it, and costs nothing otherwise.</summary>
/// <param name="Name">Its name; that of a counter is shown with <c>_total</c> at its end.</param>
/// <param name="Help">What it is, a sentence.</param>
/// <param name="Read">Its values by labels, as they are now.</param>
internal sealed record Figure(FigureKind Kind, string Name, string Help, Func<IEnumerable<Measurement<double>>> Read)
{
    public static Figure Gauge(string name, string help, Func<double> read) => new(FigureKind.Gauge, name, help, () => [new(read())]);

    public static Figure Gauge(string name, string help, Func<IEnumerable<Measurement<double>>> read) => new(FigureKind.Gauge, name, help, read);

    public static Figure Counter(string name, string help, Func<double> read) => new(FigureKind.Counter, name, help, () => [new(read())]);

    public static Figure Counter(string name, string help, Func<IEnumerable<Measurement<double>>> read) => new(FigureKind.Counter, name, help, read);

    /// <summary>A value with a label.</summary>
    public static Measurement<double> Of(double value, string label, string? text) => new(value, new KeyValuePair<string, object?>(label, text));

    /// <summary>A value with two.</summary>
    public static Measurement<double> Of(double value, string label, string? text, string further, string? furtherText) =>
        new(value, new KeyValuePair<string, object?>(label, text), new KeyValuePair<string, object?>(further, furtherText));
}
