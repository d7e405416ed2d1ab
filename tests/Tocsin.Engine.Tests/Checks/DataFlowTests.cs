using System.Globalization;
using System.Text;

namespace Tocsin.Engine.Tests.Checks;

/// <summary>What is known of tags and fields along a pipeline, and what is said of those that cannot be there.</summary>
public sealed class DataFlowTests
{
    private const string From = "stream|from().measurement('m').groupBy('host')";

    [Theory]
    [InlineData("|eval(lambda: \"a\" / \"b\").as('ab').keep('c')|log()", "TS3304 1:81: eval: 'ab' is computed and not kept: keep() names 'c' only")]
    [InlineData("|eval(lambda: \"a\" + 1).as('b')|where(lambda: \"a\" > 1.0)", "TS3301 1:92: there is no field \"a\" here: eval keeps only its results")]
    [InlineData("|eval(lambda: \"a\").as('b').keep('b')|derivative('a')", "TS3302 1:84: derivative: there is no field \"a\" here: eval keeps only 'b'")]
    [InlineData("|window().period(1m).every(1m)|mean('v')|where(lambda: \"v\" > 5)", "TS3301 1:102: there is no field \"v\" here: mean gives the field 'mean' only")]
    [InlineData("|window().period(1m).every(1m)|mean('v')|where(lambda: \"room\" == 'a')", "TS3301 1:102: there is no field or tag \"room\" here")]
    [InlineData("|window().period(1m).every(1m)|max('v')|where(lambda: \"v\" > 5)", "TS3301 1:101: there is no field \"v\" here: max calls the field 'v' 'max'")]
    [InlineData("|count('v')|groupBy('room')", "TS3303 1:59: groupBy: there is no tag \"room\" here: count keeps only the tags grouped by")]
    [InlineData("|delete().field('v')|sum('v')", "TS3302 1:68: sum: there is no field \"v\" here: delete takes the field 'v' away")]
    [InlineData("|top(3, 'v', 'room')|where(lambda: \"v\" > 1)", "TS3301 1:82: there is no field \"v\" here: top gives the field 'top' only")]
    [InlineData("|stats(10s)|where(lambda: \"v\" > 1)", "TS3301 1:73: there is no field \"v\" here: stats gives the field 'emitted' only")]
    [InlineData("|where(lambda: \"v\" > 10 AND \"v\" < 5)", "TS3307 1:48: where: the condition can never hold: no value of \"v\" meets")]
    [InlineData("|where(lambda: \"v\" == 'a' AND \"v\" == 'b')", "TS3307 1:48: where: the condition can never hold")]
    [InlineData("|where(lambda: \"v\" > 2 * 5 AND 3 > \"v\")", "TS3307 1:48: where: the condition can never hold")]
    [InlineData("|where(lambda: 1 > 2)", "TS3307 1:48: where: the condition can never hold: it is always false")]
    public void What_cannot_be_there_is_said_with_its_place(string chain, string finding) =>
        Finding.In(From + chain).Should().ContainSingle().Which.Should().StartWith(finding);

    [Theory]
    [InlineData("|eval(lambda: \"a\" + 1, lambda: \"b\" + 1).as('b', 'c').keep('c')|where(lambda: \"c\" > 1)")]
    [InlineData("|eval(lambda: \"a\" + 1).as('b').keep()|where(lambda: \"a\" > 1 AND \"b\" > 1)")]
    [InlineData("|eval(lambda: \"a\" + 1).as('b')|where(lambda: \"host\" == 'x' AND \"room\" == 'y')")]
    [InlineData("|window().period(1m).every(1m)|mean('v')|where(lambda: \"host\" == 'a' AND \"mean\" > 5)")]
    [InlineData("|window().period(1m).every(1m)|last('v')|where(lambda: \"room\" == 'a' AND \"w\" > 5)")]
    [InlineData("|mean('v')|default().field('w', 1.0)|where(lambda: \"w\" > 5.0)")]
    [InlineData("|mean('v')|where(lambda: !isPresent(\"v\"))")]
    [InlineData("|groupBy(*)|mean('v')|where(lambda: \"room\" == 'a')")]
    [InlineData("|where(lambda: \"v\" >= 5 AND \"v\" <= 5 OR \"v\" > 9)")]
    [InlineData("|where(lambda: FALSE)")]
    [InlineData("|where(lambda: \"time\" > 0)")]
    [InlineData("|flatten().on('port')|where(lambda: \"80.bytes\" > 1)")]
    public void What_may_be_there_is_not_spoken_of(string chain) => Finding.In(From + chain).Should().BeEmpty();

    [Fact]
    public void After_a_join_fields_have_prefixes()
    {
        const string Script = """
            var a = stream|from().measurement('a').groupBy('host')|eval(lambda: "v" + 1).as('v')
            var b = stream|from().measurement('b').groupBy('host')
            a|join(b).as('x', 'y')|where(lambda: "x.v" > 1 AND "y.anything" > 2)|where(lambda: "v" > 1)|where(lambda: "x.w" > 1)
            """;

        Finding.In(Script).Should().SatisfyRespectively(
            first => first.Should().StartWith("TS3301 3:84: there is no field \"v\" here: join puts the names of .as() and '.' before"),
            second => second.Should().StartWith("TS3301 3:107: there is no field \"x.w\" here: eval keeps only its results"));
    }

    [Fact]
    public void What_only_one_branch_has_may_come_out_of_a_union()
    {
        const string Script = """
            var a = stream|from().measurement('a')|eval(lambda: "v" + 1).as('v')
            var b = stream|from().measurement('b')|eval(lambda: "w" + 1).as('w')
            a|union(b)|where(lambda: "v" > 1 OR "w" > 1)|where(lambda: "u" > 1)
            """;

        Finding.In(Script).Should().ContainSingle().Which.Should().StartWith("TS3301 3:60: there is no field \"u\" here");
    }

    [Fact]
    public void Variables_of_a_template_without_values_tell_nothing() =>
        Finding.In("var f string\nvar n float\nstream|from()|mean(f).as(f)|sample(1)|where(lambda: \"v\" > n)", isTemplate: true).Should().BeEmpty();

    [Fact]
    public void A_thousand_expressions_one_after_the_other_cost_little()
    {
        var script = new StringBuilder("var n0 = stream|from()\n");
        for (var i = 0; i < 1_000; i++)
            script.Append(CultureInfo.InvariantCulture, $"var n{i + 1} = n{i}|eval(lambda: \"f{i}\" + 1).as('f{i + 1}').keep()\n");
        script.Append("n1000|mean('f5')|where(lambda: \"f5\" > 1)");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Finding.In(script.ToString()).Should().ContainSingle().Which.Should().StartWith("TS3301");

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(200_000_000);
    }
}
