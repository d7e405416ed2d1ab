using Tocsin.Alerting.Configuration;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>Another system sends a request to a source.</summary>
/// <param name="Method">In upper case.</param>
/// <param name="Target">Path and parameters, as in <c>/ingest/backups?key=1</c>.</param>
/// <param name="Body">The bytes.</param>
/// <param name="Status">What it must be answered with; null for any success.</param>
internal sealed record RequestStep(
    ConfigPlace? Place, string Method, string Target, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, int? Status) : TestStep(Place);
