using Tocsin.Alerting.Inhibition;

namespace Tocsin.Engine.Tests.Inhibition;

public sealed class InhibitorSetTests
{
    private static readonly Dictionary<string, string> HostA = new() { ["host"] = "a", ["cpu"] = "0" };

    [Theory]
    [InlineData("system", "host", "a", true)]
    [InlineData("system", "host", "b", false)]
    [InlineData("other", "host", "a", false)]
    [InlineData("system", "rack", "", true)]
    [InlineData("system", "rack", "r", false)]
    public void An_active_inhibitor_mutes_events_with_its_category_and_tags(string category, string tag, string value, bool expected)
    {
        var set = new InhibitorSet();
        set.Add(category, [new(tag, value)]).IsActive = true;

        set.IsInhibited("system", HostA.GetValueOrDefault).Should().Be(expected);
    }

    [Fact]
    public void An_inhibitor_mutes_only_while_it_is_active_and_there()
    {
        var set = new InhibitorSet();
        set.IsInhibited("system", HostA.GetValueOrDefault).Should().BeFalse();
        var first = set.Add("system", [new("host", "a")]);
        var second = set.Add("system", []);
        set.IsInhibited("system", HostA.GetValueOrDefault).Should().BeFalse();

        first.IsActive = true;
        set.IsInhibited("system", HostA.GetValueOrDefault).Should().BeTrue();
        set.Remove(first);
        set.Remove(first);
        set.IsInhibited("system", HostA.GetValueOrDefault).Should().BeFalse();
        second.IsActive = true;
        set.IsInhibited("system", HostA.GetValueOrDefault).Should().BeTrue();
    }
}
