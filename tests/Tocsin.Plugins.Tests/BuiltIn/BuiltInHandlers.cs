using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.BuiltIn;

/// <summary>Makes handlers of the engine's own kinds.</summary>
internal static class BuiltInHandlers
{
    public static IAlertHandler Create(string kind, string options)
    {
        var services = new HandlerServices { Http = HandlerHttp.Create() };
        HandlerKinds.BuiltIn.TryCreate(kind, ConfigJson.Parse(options), services, new HandlerContext(), out var handler, out var refusal).Should().BeTrue(refusal?.Message);
        return handler!; // Just found to be made.
    }
}
