using Tocsin.Alerting.Configuration;
using Tocsin.Pipelines.Nodes.Query.Given;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>What InfluxDB answers to queries from now on.</summary>
/// <param name="Query"><c>task/node</c>, or <c>task</c> for all of its queries; empty for all queries there are.</param>
/// <param name="Answers">One for each time it is asked; the last stays.</param>
internal sealed record QueryStep(ConfigPlace? Place, string Query, IReadOnlyList<GivenAnswer> Answers) : TestStep(Place);
