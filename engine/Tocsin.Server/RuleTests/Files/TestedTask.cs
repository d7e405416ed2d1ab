using Tocsin.Alerting.Configuration;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>A script under test.</summary>
/// <param name="Script">The file, as it was written.</param>
/// <param name="Vars">A file with values of its variables; empty for none.</param>
/// <param name="Place">Where it is named.</param>
internal sealed record TestedTask(string Script, string Vars, ConfigPlace? Place);
