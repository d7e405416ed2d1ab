namespace Tocsin.Pipelines.Influx;

/// <summary>How InfluxDB sends writes on.</summary>
public enum SubscriptionProtocol
{
    Http,
    Https,
    Udp,
}
