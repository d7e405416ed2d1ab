using Tocsin.Alerting.Configuration;

namespace Tocsin.Server.RuleTests.Judging;

/// <summary>Something that is not as a test expects.</summary>
/// <param name="Place">Where the test says so.</param>
/// <param name="Details">More lines.</param>
internal sealed record Mismatch(ConfigPlace? Place, string Message, IReadOnlyList<string> Details);
