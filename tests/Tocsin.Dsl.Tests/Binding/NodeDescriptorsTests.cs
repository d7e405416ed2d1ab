using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Tests.Binding.Nodes;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Tests.Binding;

public class NodeDescriptorsTests
{
    [Fact]
    public void Properties_and_marked_methods_become_members_in_camel_case() =>
        NodeDescriptors.From(typeof(FromNode)).Members.Members.Select(m => m.Name).Should().BeEquivalentTo("measurement", "groupBy", "where", "quiet");

    [Fact]
    public void Arguments_are_those_of_the_constructor()
    {
        var deadman = NodeDescriptors.From(typeof(DeadmanNode)).Constructor;

        deadman.IsVariadic.Should().BeTrue();
        deadman.Parameters.Select(p => p.Type).Should().Equal(typeof(double), typeof(Duration), typeof(LambdaExpression));
    }

    [Fact]
    public void A_node_that_takes_parents_takes_nodes_as_arguments() =>
        NodeDescriptors.From(typeof(JoinNode)).Constructor.Parameters.Should().Equal(new ParameterDescriptor("others", typeof(GraphNode)));

    [Fact]
    public void Summaries_come_from_the_comments_of_assemblies_that_have_them()
    {
        var from = NodeDescriptors.From(typeof(FromNode));

        from.Members.Members.Single(m => m.Name == "quiet").Summary.Should().Be("Counts the node's errors without logging them.");
        from.Summary.Should().BeEmpty("this project writes no file of comments");
    }

    [Theory]
    [InlineData(typeof(string), "*is not a node: mark it*")]
    [InlineData(typeof(Wrong.NoDefinition), "*does not derive from NodeDefinition*")]
    [InlineData(typeof(Wrong.UnknownType), "*Span: scripts have no values of type System.TimeSpan*")]
    [InlineData(typeof(Wrong.TwoConstructors), "*has 2 public constructors*")]
    [InlineData(typeof(Wrong.SameNameTwice), "*declares the property unit twice*")]
    public void Classes_that_break_the_rules_are_refused(Type type, string message) =>
        FluentActions.Invoking(() => NodeDescriptors.From(type)).Should().Throw<ArgumentException>().WithMessage(message);
}
