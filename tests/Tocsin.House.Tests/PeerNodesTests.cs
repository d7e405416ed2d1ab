namespace Tocsin.House.Tests;

/// <summary>Every node of Kapacitor 1.5.5, and those of 1.6, are there with their properties; what is not stands in docs/differences.md.</summary>
public sealed class PeerNodesTests
{
    private const string Nodes = """
        stream
        batch
        from: database retentionPolicy measurement where groupBy groupByMeasurement truncate round
        query: period every cron align offset groupBy groupByMeasurement alignGroup fill cluster
        queryFlux: period every cron align offset cluster org orgID
        window: period every align fillPeriod periodCount everyCount
        groupBy: exclude byMeasurement
        where
        eval: as tags keep
        default: field tag
        delete: field tag
        sample
        shift
        barrier: idle period delete
        derivative: as unit nonNegative
        changeDetect
        stateCount: as
        stateDuration: as unit
        flatten: on delimiter tolerance dropOriginalFieldName
        combine: as delimiter tolerance max
        union: rename
        join: as on tolerance fill streamName delimiter deleteAll
        count: as usePointTimes
        distinct: as usePointTimes
        mean: as usePointTimes
        median: as usePointTimes
        mode: as usePointTimes
        spread: as usePointTimes
        sum: as usePointTimes
        stddev: as usePointTimes
        first: as usePointTimes
        last: as usePointTimes
        min: as usePointTimes
        max: as usePointTimes
        percentile: as usePointTimes
        top: as usePointTimes
        bottom: as usePointTimes
        elapsed: as usePointTimes
        difference: as usePointTimes
        movingAverage: as usePointTimes
        cumulativeSum: as usePointTimes
        holtWinters: as usePointTimes
        holtWintersWithFit: as usePointTimes
        stats: align
        httpOut
        httpPost: endpoint header codeField captureResponse timeout
        influxDBOut: cluster database retentionPolicy measurement precision writeConsistency buffer flushInterval tag create
        kapacitorLoopback: database retentionPolicy measurement tag
        log: level prefix
        sideload: source order field tag
        trickle
        k8sAutoscale: cluster min max replicas currentField increaseCooldown decreaseCooldown namespace kind resourceName resourceNameTag namespaceTag kindTag resourceTag
        swarmAutoscale: cluster min max replicas currentField increaseCooldown decreaseCooldown serviceName serviceNameTag outputServiceNameTag
        ec2Autoscale: cluster min max replicas currentField increaseCooldown decreaseCooldown groupName groupNameTag outputGroupNameTag
        alert: id message details topic info warn crit infoReset warnReset critReset history levelTag levelField messageField durationField idTag idField all noRecoveries flapping stateChangesOnly inhibit
        deadman
        """;

    public static TheoryData<string> All => [.. Nodes.ReplaceLineEndings("\n").Split('\n')];

    [Theory]
    [MemberData(nameof(All))]
    public void A_node_of_the_peer_is_there_with_its_properties(string line)
    {
        var (name, properties) = line.Split(':') is [var node, var list] ? (node, list.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : (line, []);
        ShippedPlugins.All.Vocabulary.Nodes.TryFind(name, out var descriptor).Should().BeTrue("{0} is a node of the peer", name);
        var differences = Repository.Read("docs/differences.md");

        properties.Append("quiet").Where(property => descriptor!.Members.Members.All(member => member.Name != property) && !differences.Contains($"`{name}.{property}`", StringComparison.Ordinal))
            .Should().BeEmpty("{0} has these properties in Kapacitor", name);
    }
}
