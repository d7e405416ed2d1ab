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
    [InlineData("main:cpu:alert2/#slack", "main:cpu:alert2", "#slack", "slack")]
    [InlineData("main:cpu:alert2/#ops-genie:web-3fa2b1~09ab44~2", "main:cpu:alert2", "#ops-genie:web-3fa2b1~09ab44~2", "ops-genie")]
    public void A_target_is_its_topic_and_its_handler(string name, string topic, string handler, string? nodeKind)
    {
        var target = HandlerTarget.Parse(name);

        target.Should().Be(new HandlerTarget(topic, handler));
        target.NodeKind.Should().Be(nodeKind);
        target.IsOfNode.Should().Be(nodeKind is not null);
        target.ToString().Should().Be(name);
    }

    [Fact]
    public void A_node_s_target_is_found_by_its_topic()
    {
        var topic = new NodeTopic("cpu", "alert2").ToString();

        var target = HandlerTarget.OfNode(topic, "slack:ops-3fa2b1");

        target.ToString().Should().Be("main:cpu:alert2/#slack:ops-3fa2b1").And.StartWith(NodeTopic.PrefixOf("cpu"));
        HandlerTarget.Parse(target.ToString()).Should().Be(target);
        (target.InScript, target.InScriptByKind).Should().Be(("cpu/alert2/slack:ops-3fa2b1", "cpu/alert2/slack"));
    }

    [Fact]
    public void Handlers_of_a_node_have_names_of_their_own()
    {
        var targets = NodeHandlerId.TargetsOf("t", [new("slack", "ops-1"), new("slack", "web-2"), new("post", "a", "x"), new("post", "a", "y"), new("log"), new("log"), new("tcp", "b", "z"), new("tcp", "b", "z")]);

        targets.Select(target => target.Handler).Should().Equal("#slack:ops-1", "#slack:web-2", "#post:a~x", "#post:a~y", "#log", "#log~2", "#tcp:b~z", "#tcp:b~z~2");
    }

    [Fact]
    public void People_call_a_handler_by_its_kind_while_its_node_has_no_other_of_the_kind()
    {
        HandlerTarget[] targets = [new("cpu", "hook"), .. NodeHandlerId.TargetsOf(new NodeTopic("cpu", "alert2").ToString(), [new("log", "x-1"), new("post", "a-1"), new("post", "b-2")])];

        var names = new HandlerNames(targets);

        targets.Select(names.Of).Should().Equal("cpu/hook", "cpu/alert2/log", "cpu/alert2/post:a-1", "cpu/alert2/post:b-2");
        names.Called("cpu/alert2/log:x-1").Should().Equal(names.Called("cpu/alert2/log")).And.HaveCount(1);
        names.Called("cpu/alert2/post").Should().HaveCount(2);
        names.Called("cpu/alert2/slack").Should().BeEmpty();
    }
}
