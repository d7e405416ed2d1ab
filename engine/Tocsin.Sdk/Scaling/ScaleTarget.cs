namespace Tocsin.Sdk.Scaling;

/// <summary>What is scaled.</summary>
/// <param name="Name">The name of the deployment, service or group.</param>
public sealed record ScaleTarget(string Name)
{
    /// <summary>The namespace it is in; empty where there are none, or for the configured one.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>What it is, such as <c>deployments</c>; empty where there is only one kind.</summary>
    public string Kind { get; init; } = "";
}
