using Tocsin.Sdk;

namespace Tocsin.Engine.Plugins;

/// <summary>Stands in for a handler whose service is switched off: definitions stay valid, each event is refused with the way out.</summary>
internal sealed class DisabledHandler(string section) : IAlertHandler
{
    private readonly Delivery _refusal = Delivery.Refused(
        $"service is not enabled: set 'enabled: true' in the section '{section}' of the server's configuration");

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => ValueTask.FromResult(_refusal);
}
