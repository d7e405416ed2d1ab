using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Names;
using Tocsin.Server.Http.Status;

namespace Tocsin.Server.Tests.Http;

/// <summary>The one rule by which the status, the list of deliveries and the metrics say how a handler is.</summary>
public sealed class HandlerStatusTests
{
    [Fact]
    public void A_handler_that_goes_on_as_it_was_after_a_wrong_edit_is_broken_wherever_it_is_shown()
    {
        var status = new HandlerStatus { Counters = new HandlerCounters { Target = new HandlerTarget("sys", "h"), Problem = "h.csx:1:1: ; expected" } };

        (status.State, status.Error, status.NeedsAttention).Should().Be((HandlerState.Broken, "h.csx:1:1: ; expected", true));
    }

    [Fact]
    public void What_is_wrong_with_its_definition_goes_before_what_the_handler_says()
    {
        var status = new HandlerStatus { Counters = new HandlerCounters { Target = new HandlerTarget("sys", "h"), Problem = "old" }, Broken = "new" };

        status.Error.Should().Be("new");
    }

    [Fact]
    public void Without_any_of_that_all_is_well() => new HandlerStatus { Counters = new HandlerCounters { Target = new HandlerTarget("sys", "h") } }.NeedsAttention.Should().BeFalse();
}
