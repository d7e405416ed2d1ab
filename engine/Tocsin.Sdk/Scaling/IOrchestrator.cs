namespace Tocsin.Sdk.Scaling;

/// <summary>
/// Knows how many replicas of something are to run, and changes that. Marked with <see cref="OrchestratorAttribute"/>. Called by one task at a time
/// for each of its nodes; what it throws is an error of the node, whose message is shown without the service's secrets.
/// </summary>
public interface IOrchestrator
{
    /// <summary>How many replicas are wanted now.</summary>
    Task<long> GetReplicasAsync(ScaleTarget target, CancellationToken cancellationToken);

    /// <summary>Wants another number of replicas.</summary>
    Task SetReplicasAsync(ScaleTarget target, long replicas, CancellationToken cancellationToken);
}
