namespace Tocsin.Pipelines.Influx;

/// <summary>How writes to InfluxDB are packed.</summary>
public enum WriteCompression
{
    Gzip,
    None,
}
