using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Hosting.Trials;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>The next requests of a handler are answered so.</summary>
/// <param name="Handler"><c>topic/handler</c>, or <c>task/node/kind</c>.</param>
internal sealed record RespondStep(ConfigPlace? Place, string Handler, IReadOnlyList<ScriptedAnswer> Answers) : TestStep(Place);
