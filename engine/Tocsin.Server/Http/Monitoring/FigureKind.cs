namespace Tocsin.Server.Http.Monitoring;

/// <summary>How a figure moves.</summary>
internal enum FigureKind
{
    /// <summary>It rises and falls.</summary>
    Gauge,

    /// <summary>It only grows.</summary>
    Counter,
}
