using FsCheck;
using FsCheck.Fluent;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Eval;

namespace Tocsin.Engine.Tests.Nodes.Eval;

public sealed class EvalPropertyTests
{
    [Fact]
    public void Any_names_in_any_order_give_what_the_plain_rule_gives() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1500),
            Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => Verify(new EvalModel(new Random(seed)))));

    private static void Verify(EvalModel model)
    {
        var node = new EvalNode(Script.Lambdas(model.Lambdas));
        node.As(model.ResultNames);
        node.Tags(model.TagNames);
        if (model.Keep is not null)
            node.Keep(model.Keep);
        var expected = model.Evaluate();

        var run = NodeHarness.OnStream(node).Points(model.Point + " 1", model.Point + " 2");

        var because = $"{model.Point} through {model.Lambdas} as {string.Join(' ', model.ResultNames)}";
        run.Emitted.Select(line => line.Split(" {")[0]).Should().Equal(expected is null ? [] : [expected + " @1", expected + " @2"], because);
        run.Stats.Errors.Should().Be(expected is null ? 2 : 0, because);
    }
}
