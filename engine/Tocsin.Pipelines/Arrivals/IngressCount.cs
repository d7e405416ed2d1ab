namespace Tocsin.Pipelines.Arrivals;

/// <summary>Points that were written of one measurement.</summary>
public sealed record IngressCount(string Database, string RetentionPolicy, string Measurement, long Points);
