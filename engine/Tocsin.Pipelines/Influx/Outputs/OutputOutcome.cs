namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>What became of points.</summary>
public enum OutputOutcome
{
    /// <summary>InfluxDB has them.</summary>
    Written,

    /// <summary>They are kept, and written when InfluxDB takes them.</summary>
    Kept,

    /// <summary>They are gone: InfluxDB refuses them, or there was no room to keep them.</summary>
    Lost,
}
