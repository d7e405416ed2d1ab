using Tocsin.Alerting.Configuration;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>The server ends and starts again.</summary>
/// <param name="IsKill">True for the death of its process, false for a stop.</param>
internal sealed record RestartStep(ConfigPlace? Place, bool IsKill) : TestStep(Place);
