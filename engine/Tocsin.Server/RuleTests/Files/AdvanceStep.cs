using Tocsin.Alerting.Configuration;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>Time passes.</summary>
internal sealed record AdvanceStep(ConfigPlace? Place, TimeSpan By) : TestStep(Place);
