using System.Diagnostics.CodeAnalysis;
using Tocsin.Plugins.SnmpTrap;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.SnmpTrap;

public sealed class SnmpTrapContractTests : DeliveryContract
{
    // Nobody answers a trap.
    protected override IReadOnlyList<OtherSide> Sides => [OtherSide.Well, OtherSide.Gone];

    protected override Task<DeliverySubject> CreateAsync(OtherSide side)
    {
        var stand = new TrapStand();
        var options = new SnmpTrapOptions { TrapOid = "1.3.6.1.4.1.1", DataList = [new SnmpData { Oid = "1.3.6.1.4.1.1.5", Type = "s", Value = new MessageTemplate() }] };
        var settings = new SnmpTrapSettings { Enabled = true, Addr = stand.Address, Community = "c0mmunity-secret" };
        if (side == OtherSide.Gone)
            stand.Dispose();
        return Task.FromResult(new DeliverySubject(new SnmpTrapHandler(options, settings, new HandlerContext()), options, settings)
        {
            ArrivedAsync = stand.AllAsync,
            CloseAsync = () =>
            {
                stand.Dispose();
                return ValueTask.CompletedTask;
            },
        });
    }

    private sealed class MessageTemplate : EventTemplate
    {
        public override string Text => "{{ .Message }}";

        public override bool TryRender(AlertEvent alert, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error)
        {
            (text, error) = (alert.Message, null);
            return true;
        }
    }
}
