using Tocsin.Alerting.Configuration;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>Somebody acknowledges an alert.</summary>
/// <param name="Topic">The topic; empty for all that know the id.</param>
/// <param name="By">Who; empty for nobody.</param>
/// <param name="Text">What they say; empty for nothing.</param>
internal sealed record AcknowledgeStep(ConfigPlace? Place, string Topic, string Id, string By, string Text) : TestStep(Place);
