using System.Collections.Concurrent;
using Tocsin.Sdk.Scaling;

namespace Tocsin.Pipelines.Orchestration;

/// <summary>Stands in the place of one where scripts are only tried: everything begins with one replica, and what is set is only remembered.</summary>
internal sealed class TriedOrchestrator : IOrchestrator
{
    private readonly ConcurrentDictionary<ScaleTarget, long> _replicas = new();

    public Task<long> GetReplicasAsync(ScaleTarget target, CancellationToken cancellationToken) => Task.FromResult(_replicas.GetValueOrDefault(target, 1));

    public Task SetReplicasAsync(ScaleTarget target, long replicas, CancellationToken cancellationToken)
    {
        _replicas[target] = replicas;
        return Task.CompletedTask;
    }
}
