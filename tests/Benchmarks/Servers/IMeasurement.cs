namespace Tocsin.Benchmarks.Servers;

/// <summary>One part of what is measured.</summary>
internal interface IMeasurement
{
    /// <summary>Figures of a server; none of what cannot be done with it.</summary>
    IAsyncEnumerable<Figure> MeasureAsync(MeasuredServer server);
}
