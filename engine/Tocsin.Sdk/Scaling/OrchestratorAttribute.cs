namespace Tocsin.Sdk.Scaling;

/// <summary>
/// Makes a class that implements <see cref="IOrchestrator"/> the one that nodes of a kind scale with. The class's constructor may ask for its settings (a class
/// marked <see cref="ServiceSettingsAttribute"/>), an <see cref="System.Net.Http.HttpClient"/> and a <see cref="TimeProvider"/>.
/// </summary>
/// <param name="kind">What scripts scale with it: <c>kubernetes</c>, <c>swarm</c> or <c>ec2</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OrchestratorAttribute(string kind) : Attribute
{
    /// <summary>What scripts scale with it.</summary>
    public string Kind { get; } = kind;
}
