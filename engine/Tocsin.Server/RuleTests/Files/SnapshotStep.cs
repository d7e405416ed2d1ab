using Tocsin.Alerting.Configuration;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>What happened since the last expectation must be what was kept of an earlier run.</summary>
/// <param name="File">Where that is kept.</param>
internal sealed record SnapshotStep(ConfigPlace? Place, string File) : TestStep(Place);
