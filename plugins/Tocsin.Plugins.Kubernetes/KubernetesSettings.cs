using Tocsin.Sdk;

namespace Tocsin.Plugins.Kubernetes;

/// <summary>One cluster that <c>|k8sAutoscale()</c> scales in.</summary>
[ServiceSettings("kubernetes", ListKey = "id", ChosenBy = "cluster")]
internal sealed record KubernetesSettings : ICheckedOptions
{
    /// <summary>Switches the cluster on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>How nodes name the cluster when there are several.</summary>
    public string Id { get; init; } = "";

    /// <summary>Whether the server runs in the cluster: address, token and certificate are those of its pod. Default false.</summary>
    public bool InCluster { get; init; }

    /// <summary>The addresses of the API servers; the first that answers is asked.</summary>
    [AddressSchemes("http", "https")]
    public IReadOnlyList<string> ApiServers { get; init; } = [];

    /// <summary>The bearer token of the service account.</summary>
    [Secret]
    public string Token { get; init; } = "";

    /// <summary>A file with the certificate of the authority that the API servers' certificates come from. Empty, the default, trusts those of the system.</summary>
    public string CaPath { get; init; } = "";

    /// <summary>The namespace of resources whose script names none. Default, and when empty, <c>default</c>.</summary>
    public string Namespace { get; init; } = "default";

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && !InCluster && ApiServers.Count == 0)
            yield return new OptionProblem("api-servers", "Kubernetes is enabled but has no api-servers: name one, or set in-cluster where the server runs in a pod");
    }
}
