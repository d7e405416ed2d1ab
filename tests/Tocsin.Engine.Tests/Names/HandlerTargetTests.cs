using Tocsin.Alerting.Names;

namespace Tocsin.Engine.Tests.Names;

public sealed class HandlerTargetTests
{
    [Theory]
    [InlineData("system/slack", "system", "slack", null)]
    [InlineData("eu/west/slack", "eu/west", "slack", null)]
    [InlineData("eu/#west/page", "eu/#west", "page", null)]
    [InlineData("main:cpu:alert2/#2-slack", "main:cpu:alert2", "#2-slack", "slack")]
    [InlineData("main:cpu:alert2/#10-ops-genie", "main:cpu:alert2", "#10-ops-genie", "ops-genie")]
    public void A_target_is_its_topic_and_its_handler(string name, string topic, string handler, string? nodeKind)
    {
        var target = HandlerTarget.Parse(name);

        target.Should().Be(new HandlerTarget(topic, handler));
        target.NodeKind.Should().Be(nodeKind);
        target.IsOfNode.Should().Be(nodeKind is not null);
        target.ToString().Should().Be(name);
    }

    [Fact]
    public void A_node_s_target_says_where_its_handler_stands_in_the_script_and_of_what_kind_it_is()
    {
        var topic = new NodeTopic("cpu", "alert2").ToString();

        var target = HandlerTarget.OfNode(topic, 2, "slack");

        target.ToString().Should().Be("main:cpu:alert2/#2-slack").And.StartWith(HandlerTarget.NodePrefixOf(topic)).And.StartWith(NodeTopic.PrefixOf("cpu"));
        HandlerTarget.Parse(target.ToString()).Should().Be(target);
    }
}
