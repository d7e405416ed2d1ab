using Tocsin.Alerting.Names;
using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Deliveries;

public sealed class OutboxNamesTests
{
    [Fact]
    public async Task A_target_that_makes_room_for_another_is_known_by_a_name_that_leads_back_to_it()
    {
        await using var rig = new AlertRig();
        await rig.Define("system", "old");
        await rig.Define("system", "new");

        rig.Alerts.Outbox.RenameTargets([(new HandlerTarget("system", "old"), new HandlerTarget("system", "new"))]);

        rig.Alerts.Outbox.Targets().Should().HaveCount(2).And.Contain(target => target.Name == new HandlerTarget("system", "new"))
            .And.OnlyContain(target => HandlerTarget.Parse(target.Name.ToString()) == target.Name);
    }
}
