using Microsoft.Extensions.Logging;
using Tocsin.Influx.Client;
using Tocsin.Influx.Connections;
using Tocsin.Influx.Writes;

namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>Sends writes to the InfluxDB of a name, and makes databases before it where that is wanted. One write at a time.</summary>
internal sealed partial class OutputSender(string name, InfluxClusters clusters, ILogger log)
{
    private readonly Lock _gate = new();
    private readonly HashSet<(string, string)> _created = [];

    /// <returns>Why it is not written; null when it is.</returns>
    public async Task<InfluxException?> SendAsync(OutputWrite write, CancellationToken cancellationToken)
    {
        try
        {
            var cluster = clusters.TryFind(name, out var found) ? found
                : throw new InfluxException(InfluxFailure.Unreachable, $"there is no InfluxDB of the name '{name}' any more: what is to be written to it waits until it is configured again");
            await SendAsync(cluster, write, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (InfluxException problem)
        {
            return IsRefusal(problem) ? new InfluxException(InfluxFailure.Refused, problem.Message, problem) : problem;
        }
        catch (OperationCanceledException problem)
        {
            return new InfluxException(InfluxFailure.TimedOut, "the server stops", problem);
        }
    }

    /// <summary>Forgets which databases are there: it may be another InfluxDB.</summary>
    public void Forget()
    {
        lock (_gate)
            _created.Clear();
    }

    // InfluxDB answers 500 to that, as if it would pass.
    private static bool IsRefusal(InfluxException problem) => problem.Message.Contains("retention policy not found", StringComparison.Ordinal);

    private async Task SendAsync(InfluxCluster cluster, OutputWrite write, CancellationToken cancellationToken)
    {
        var (target, client) = (write.Target, cluster.Client);
        if (target.Creates)
            await CreateAsync(client, target, cancellationToken).ConfigureAwait(false);
        if (write.Points == 0)
            return;
        var request = new InfluxWrite(target.Database)
        {
            RetentionPolicy = target.RetentionPolicy,
            Precision = target.Precision,
            Consistency = target.Consistency,
            IsPacked = cluster.Options.Compression == WriteCompression.Gzip,
        };
        try
        {
            await client.WriteAsync(request, write.Lines, cancellationToken).ConfigureAwait(false);
        }
        catch (InfluxException problem) when (target.Creates && problem.Message.Contains("database not found", StringComparison.Ordinal))
        {
            // It was dropped meanwhile.
            Forget(target);
            await CreateAsync(client, target, cancellationToken).ConfigureAwait(false);
            await client.WriteAsync(request, write.Lines, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CreateAsync(InfluxClient client, OutputTarget target, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_created.Add((target.Database, target.RetentionPolicy)))
                return;
        }

        try
        {
            await client.CreateDatabaseAsync(target.Database, target.RetentionPolicy, cancellationToken).ConfigureAwait(false);
        }
        catch (InfluxException problem) when (problem.Failure is InfluxFailure.Refused or InfluxFailure.Forbidden)
        {
            // Writes may work all the same.
            Log.NotCreated(log, name, target.Database, problem.Message);
        }
        catch
        {
            Forget(target);
            throw;
        }
    }

    private void Forget(OutputTarget target)
    {
        lock (_gate)
            _created.Remove((target.Database, target.RetentionPolicy));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "failed to create database influxdb={Influxdb} database={Database} error={Error}")]
        public static partial void NotCreated(ILogger logger, string influxdb, string database, string error);
    }
}
