using Tocsin.Alerting.Configuration;
using Tocsin.Influx.Client;
using Tocsin.Influx.Connections;
using Tocsin.Pipelines.Influx;

namespace Tocsin.Server.Http.ServiceTests;

/// <summary>The test of the InfluxDBs of the configuration: whether one answers, and takes the credentials.</summary>
internal sealed class InfluxServiceTest(InfluxClusters clusters)
{
    public const string Name = "influxdb";

    private const string Cluster = "cluster";

    /// <summary>What may be chosen.</summary>
    public ConfigMap Describe() => new([new ConfigEntry(Cluster, new ConfigText(clusters.TryFind("", out var cluster) ? cluster.Name : ""))]);

    /// <returns>Null when it answers; otherwise why not.</returns>
    public async Task<string?> RunAsync(ConfigMap chosen, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Tocsin.Alerting.Hosting.ServiceTests.Limit);
        try
        {
            var name = chosen.TryFind(Cluster, out var value) && value is ConfigText text ? text.Value : "";
            // A sign of life needs no credentials: this is asked what tasks ask, a statement.
            await clusters.Find(name).Client.DatabasesAsync(limit.Token).ConfigureAwait(false);
            return null;
        }
        catch (InfluxException problem)
        {
            return problem.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"the service did not answer within {Tocsin.Alerting.Hosting.ServiceTests.Limit.TotalSeconds} s";
        }
    }
}
