using Tocsin.Sdk;
using Tocsin.Sdk.Scaling;

namespace Tocsin.Engine.Tests.Nodes.Autoscale;

/// <summary>What the nodes ask of it goes into a list; the replicas of everything are what was set, or 2.</summary>
[Orchestrator("kubernetes")]
internal sealed class StandInOrchestrator(StandInOrchestrator.Settings settings) : IOrchestrator
{
    public static readonly AsyncLocal<List<string>> Asked = new();

    private readonly Dictionary<ScaleTarget, long> _replicas = [];

    public Task<long> GetReplicasAsync(ScaleTarget target, CancellationToken cancellationToken)
    {
        Asked.Value!.Add($"{settings.Id} get {target.Namespace}/{target.Kind}/{target.Name}");
        return target.Name == "broken" ? throw new HttpRequestException($"no access with {settings.Token}") : Task.FromResult(_replicas.GetValueOrDefault(target, 2));
    }

    public Task SetReplicasAsync(ScaleTarget target, long replicas, CancellationToken cancellationToken)
    {
        Asked.Value!.Add($"{settings.Id} set {target.Name} {replicas}");
        if (replicas == 13)
            throw new HttpRequestException("13 is refused");
        _replicas[target] = replicas;
        return Task.CompletedTask;
    }

    [ServiceSettings("kubernetes", ListKey = "id", ChosenBy = "cluster")]
    internal sealed record Settings
    {
        public bool Enabled { get; init; }

        public string Id { get; init; } = "";

        [Secret]
        public string Token { get; init; } = "";
    }
}
