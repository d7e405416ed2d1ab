using Tocsin.Alerting.Configuration;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>One step of a test.</summary>
/// <param name="Place">Where it stands.</param>
internal abstract record TestStep(ConfigPlace? Place);
