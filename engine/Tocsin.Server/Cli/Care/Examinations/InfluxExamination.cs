using System.Globalization;
using Tocsin.Influx.Client;
using Tocsin.Influx.Connections;
using Tocsin.Pipelines.Influx;

namespace Tocsin.Server.Cli.Care.Examinations;

/// <summary>Each InfluxDB of the configuration: whether it answers, takes the credentials, and has the same time.</summary>
internal static class InfluxExamination
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Data goes by its own time: beyond this, windows and deadmen of batch tasks miss some of it.</summary>
    private static readonly TimeSpan MostDifference = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Finding>> RunAsync(Examined server, CancellationToken cancellationToken)
    {
        using var clusters = new InfluxClusters(server.Plan.Config.Options.Influxdb, server.Time);
        return [.. (await Task.WhenAll(clusters.All.Select(cluster => AskAsync(cluster, server.Time, cancellationToken))).ConfigureAwait(false))];
    }

    private static async Task<Finding> AskAsync(InfluxCluster cluster, TimeProvider time, CancellationToken cancellationToken)
    {
        var place = $"influxdb '{cluster.Name}'";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var ping = await cluster.Client.PingAsync(limit.Token).ConfigureAwait(false);
            var now = time.GetUtcNow();
            await cluster.Client.DatabasesAsync(limit.Token).ConfigureAwait(false);
            return ping.Clock is { } clock && (now - clock).Duration() > MostDifference
                ? new Finding(
                    FindingLevel.Warning, place, string.Create(CultureInfo.InvariantCulture, $"its clock is {Math.Abs((now - clock).TotalSeconds):0} s {(clock > now ? "ahead of" : "behind")} the one here: windows and deadmen see data of the wrong time"),
                    "set both clocks by NTP")
                : new Finding(FindingLevel.Ok, place, ping.Version.Length > 0 ? $"answers, version {ping.Version}" : "answers");
        }
        catch (InfluxException problem)
        {
            return new Finding(FindingLevel.Error, place, problem.Message, "correct urls, username, password or token of its entry, or set enabled: false");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Finding(FindingLevel.Error, place, $"did not answer within {Patience.TotalSeconds} s", "see whether it runs, and whether a firewall stands between");
        }
    }
}
