using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Eval;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Engine.Tests.Nodes.Eval;

public sealed class EvalNodeTests
{
    // expressions, as, tags, keep ("-" none, "*" all), point => output
    [Theory]
    [InlineData("\"a\" + \"b\"", "c", "", "-", "m,h=x a=1,b=2", "m,h=x c=3")]
    [InlineData("\"a\" + \"b\"", "c", "", "*", "m,h=x a=1,b=2", "m,h=x a=1,b=2,c=3")]
    [InlineData("\"a\" + \"b\"; \"a\" * 2.0", "c d", "", "a d", "m a=1,b=2", "m a=1,d=2")]
    [InlineData("\"a\" + 10.0", "a", "", "-", "m a=1", "m a=11")]
    [InlineData("\"a\" + 10.0", "a", "", "*", "m a=1,b=2", "m a=11,b=2")]
    [InlineData("\"a\" + 10.0; \"a\" * 2.0", "a d", "", "-", "m a=1", "m a=1,d=2")]
    [InlineData("\"a\" + 10.0; \"a\" * 2.0", "a d", "", "*", "m a=1", "m a=1,d=2")]
    [InlineData("string(\"a\"); string(\"b\") + \"c\"; \"b\" + 1.0", "c t b", "", "*", "m a=1,b=2", "m a=1,b=3,c=\"1\",t=\"21\"")]
    [InlineData("\"a\" + 1; \"a\" + 1; \"a\" + 1", "a b c", "", "-", "m a=5i", "m a=5i,b=6i,c=6i")]
    [InlineData("\"a\" * 2; \"double\" + \"a\"; \"triple\" > 10; if(\"big\", 'big', 'small')", "double triple big word", "", "-", "m a=5i", "m big=true,double=10i,triple=15i,word=\"big\"")]
    [InlineData("\"a\" + 1.0; \"x\" + 1.0; \"x\" + 1.0", "x x y", "", "-", "m a=1", "m x=3,y=4")]
    [InlineData("\"a\" + 1.0; string(\"x\"); \"x\" + '!'", "x x y", "", "-", "m a=1", "m x=\"2\",y=\"2!\"")]
    [InlineData("\"v\" + 1.0", "h", "", "-", "m,h=x v=1", "m,h=x h=2")]
    [InlineData("\"v\" + 1.0; \"h\"", "h g", "", "-", "m,h=x v=1", "m,h=x g=\"x\",h=\"x\"")]
    [InlineData("string(\"a\")", "t", "t", "-", "m,h=x a=1,b=2", "m,h=x,t=1 ")]
    [InlineData("string(\"a\")", "t", "t", "*", "m,h=x a=1,b=2", "m,h=x,t=1 a=1,b=2,t=\"1\"")]
    [InlineData("string(\"a\")", "t", "t", "b", "m,h=x a=1,b=2", "m,h=x,t=1 b=2")]
    [InlineData("\"h\" + '-x'; \"a\" + 1.0", "g w", "g", "-", "m,h=x a=1", "m,g=x-x,h=x w=2")]
    [InlineData("\"h\"; \"a\" + 1.0", "g x", "", "a h", "m,h=x a=1", "m,h=x a=1,h=\"x\"")]
    [InlineData("\"a\" + 1.0; \"b\" + 'x'", "x y", "", "y c", "m a=1,b=\"q\",c=\"z\"", "m c=\"z\",y=\"qx\"")]
    [InlineData("isPresent(\"b\"); \"a\"", "p a", "", "-", "m a=\"s\"", "m a=\"s\",p=false")]
    [InlineData("\"a\" * 1s", "d", "", "-", "m a=2i", "m d=2s")]
    [InlineData("", "", "", "-", "m,h=x a=1,b=2", "m,h=x ")]
    [InlineData("", "", "", "*", "m,h=x a=1,s=\"q\"", "m,h=x a=1,s=\"q\"")]
    public void Results_become_fields_and_tags(string lambdas, string names, string tags, string keep, string point, string output)
    {
        var run = NodeHarness.OnStream(Eval(lambdas, names, tags, keep));

        run.Points(point + " 5");

        run.Logged.Should().BeEmpty();
        run.Emitted.Select(WithoutGroup).Should().Equal(output + " @5");
    }

    [Theory]
    [InlineData("\"s\" + \"s\"", "a", "text is longer than 8000 characters; limits.text-length of the configuration allows more")]
    [InlineData("strReplace(\"s\", 'x', 'xx', -1)", "a", "text is longer than 8000 characters; limits.text-length of the configuration allows more")]
    [InlineData("\"s\" + '1'; \"s\" + '2'; \"s\" + '3'; \"s\" + '4'; \"s\" + '5'", "a b c d e", "the texts of the point are longer than 32000 characters together, 4 times limits.text-length")]
    public void Texts_do_not_grow_without_end(string lambdas, string names, string why)
    {
        var run = NodeHarness.OnStream(TimeProvider.System, services => services with { TextLimits = new TextLimits(8_000) }, Eval(lambdas, names, "", "*"));

        run.Points($"m s=\"{new string('x', 6_000)}\" 5", "m s=\"short\" 6");

        run.Stats.Errors.Should().Be(1);
        run.Logged.Should().ContainSingle().Which.Should().Contain(why);
        run.EmittedPoints.Should().ContainSingle();
    }

    [Theory]
    [InlineData("\"nope\"", "x", "", "-", "missing value: \"nope\"")]
    [InlineData("\"a\" + 1", "x", "", "-", "mismatched type to binary operator. got float + int. see bool(), int(), float(), string(), duration()")]
    [InlineData("\"a\"", "x", "", "x nope", "cannot keep field \"nope\", field does not exist")]
    [InlineData("\"a\"", "x", "", "h", "cannot keep field \"h\", field does not exist")]
    [InlineData("isPresent(\"nope\")", "x", "", "nope", "cannot keep field \"nope\", field does not exist")]
    [InlineData("\"a\"", "x", "x", "-", "result of a tag expression must be of type string, got float64")]
    [InlineData("string(\"a\"); \"a\" + 1.0", "a b", "a", "-", "result of a tag expression must be of type string, got float64")]
    [InlineData("\"later\" * 2.0; \"a\"", "x later", "", "-", "mismatched type to binary operator")]
    public void A_point_that_fails_is_dropped_whole(string lambdas, string names, string tags, string keep, string why)
    {
        var run = NodeHarness.OnStream(Eval(lambdas, names, tags, keep));

        run.Points("m,h=x a=1 5");

        run.Emitted.Should().BeEmpty();
        run.Stats.Errors.Should().Be(1);
        if (!lambdas.Contains("later"))
            run.Logged.Should().ContainSingle().Which.Should().Contain("error evaluating expression").And.Contain(why);
    }

    [Fact]
    public void Quiet_keeps_errors_out_of_the_count_too()
    {
        var node = Eval("\"nope\"", "x", "", "-");
        node.Quiet();

        var run = NodeHarness.OnStream(node).Points("m a=1 1");

        run.Stats.Errors.Should().Be(0);
        run.Logged.Should().BeEmpty();
    }

    [Fact]
    public void Types_are_those_of_each_point()
    {
        var run = NodeHarness.OnStream(Eval("\"a\" + \"a\"; \"x\" + \"a\"", "x y", "", "*"));

        run.Points("m a=1 1", "m a=1i 2", "m a=\"s\" 3", "m b=1 4", "m a=true 5", "m a=2 6");

        run.Emitted.Should().Equal("m a=1,x=2,y=3 @1", "m a=1i,x=2i,y=3i @2", "m a=\"s\",x=\"ss\",y=\"sss\" @3", "m a=2,x=4,y=6 @6");
        run.Stats.Errors.Should().Be(2);
    }

    [Fact]
    public void A_result_that_is_a_tag_points_are_grouped_by_moves_them_to_its_group()
    {
        var run = NodeHarness.OnStream(Eval("string(\"a\")", "h", "h", "a")).GroupedBy("h");

        run.Points("m,h=x a=1 1", "m,h=y a=1 2", "m a=2 3", "m,h=x,g=q a=1 4");

        run.Emitted.Should().Equal("m,h=1 a=1 @1", "m,h=1 a=1 @2", "m,h=2 a=2 @3", "m,g=q,h=1 a=1 @4 {h=1}");
    }

    [Fact]
    public void Tag_values_without_end_are_all_right()
    {
        var run = NodeHarness.OnStream(Eval("string(\"a\")", "t", "t", "-"));

        run.Points([.. Enumerable.Range(0, 40).Select(i => $"m a={i % 20}i {i}")]);

        run.EmittedPoints.Select(point => point.Tags.Find("t")).Should().Equal(Enumerable.Range(0, 40).Select(i => (i % 20).ToString()));
    }

    [Fact]
    public void Batches_lose_the_points_that_fail_and_keep_their_begin()
    {
        var run = NodeHarness.OnBatches(Eval("count(); 't' + string(\"v\")", "n h", "h", "n")).GroupedBy("h");

        run.Batch(10, "m,h=a v=1 1", "m,h=a w=1 2", "m,h=a v=3 3").Batch(20, "m,h=a v=4 11").Batch(30, "m,h=a w=1 21");

        // The failing points were counted before they failed.
        run.Emitted.Should().Equal("m{h=a}@10[n=1i@1 n=3i@3]", "m{h=a}@20[n=4i@11]", "m{h=a}@30[]");
        run.EmittedBatches[0].Points.Select(point => point.Tags.Find("h")).Should().Equal("t1", "t3");
    }

    [Fact]
    public void Expressions_remember_per_group()
    {
        var run = NodeHarness.OnStream(Eval("count()", "n", "", "-")).GroupedBy("h");

        run.Points("m,h=a v=1 1", "m,h=b v=1 2", "m,h=a v=1 3").DeleteGroup(("h", "a")).Points("m,h=a v=1 4");

        run.Emitted.Should().Equal("m,h=a n=1i @1", "m,h=b n=1i @2", "m,h=a n=2i @3", "delete h=a", "m,h=a n=1i @4");
    }

    [Theory]
    [InlineData("\"a\"; \"b\"", "x", "", "must specify same number of expressions and .as() names: got 1 as names, and 2 expressions.")]
    [InlineData("\"a\"", "", "", "must specify same number of expressions and .as() names: got 0 as names, and 1 expressions.")]
    [InlineData("\"a\"", "x", "y", "invalid tag name \"y\"")]
    public void Names_that_do_not_fit_refuse_the_script(string lambdas, string names, string tags, string message) =>
        Problems.Of(Eval(lambdas, names, tags, "-")).Should().ContainSingle().Which.Should().Contain(message);

    [Fact]
    public void An_expression_that_can_never_be_evaluated_refuses_the_start()
    {
        var start = () => NodeHarness.OnStream(Eval("1 + 'a'", "x", "", "-"));

        start.Should().Throw<TaskStartException>().WithMessage("*Failed to compile expression in eval, 'x': *");
    }

    private static EvalNode Eval(string lambdas, string names, string tags, string keep)
    {
        var node = new EvalNode(Script.Lambdas(lambdas));
        node.As(Words(names));
        node.Tags(Words(tags));
        if (keep == "*")
            node.Keep();
        else if (keep != "-")
            node.Keep(Words(keep));
        return node;
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string WithoutGroup(string line) => line.Split(" {")[0];
}
