using Tocsin.Alerting.Configuration;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>One test: steps in their order.</summary>
/// <param name="Name">Its name; no other test of the file has it.</param>
/// <param name="Place">Where it begins.</param>
internal sealed record RuleTest(string Name, ConfigPlace? Place, IReadOnlyList<TestStep> Steps)
{
    /// <summary>True when the engine is started again on the way.</summary>
    public bool Restarts => Steps.Any(step => step is RestartStep);
}
