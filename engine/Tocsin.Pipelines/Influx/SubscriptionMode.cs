namespace Tocsin.Pipelines.Influx;

/// <summary>Whose name subscriptions carry.</summary>
public enum SubscriptionMode
{
    /// <summary>That of the cluster: servers that share an id share the subscription.</summary>
    Cluster,

    /// <summary>That of the server.</summary>
    Server,
}
