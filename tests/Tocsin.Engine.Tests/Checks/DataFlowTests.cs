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

    [Theory]
    [InlineData("|eval(lambda: string(\"v\")).as('s')|where(lambda: \"s\" > 5.0)", "TS3308 1:96: mismatched type to binary operator. got string > float.")]
    [InlineData("|eval(lambda: \"v\" > 5).as('high')|alert().crit(lambda: \"high\" >= 1).log('/tmp/x')", "TS3308 1:102: invalid comparison operator >= for type boolean")]
    [InlineData("|eval(lambda: float(\"v\") * 2.0).as('d').keep()|groupBy('host')|where(lambda: \"d\" =~ /x/)", "TS3308 1:124: invalid comparison operator =~ for type float")]
    [InlineData("|eval(lambda: string(\"v\"), lambda: \"s\" + 1.0).as('s', 't')|log()", "TS3308 1:82: mismatched type to binary operator. got string + float.")]
    public void Operators_that_cannot_work_with_what_eval_computes_are_said_with_their_place(string chain, string finding) =>
        Finding.In(From + chain).Should().ContainSingle().Which.Should().StartWith(finding);

    [Theory]
    [InlineData("|eval(lambda: string(\"v\")).as('s')|where(lambda: \"s\" == '5' AND \"s\" =~ /x/)")]
    [InlineData("|eval(lambda: \"v\" * 2.0).as('d')|where(lambda: \"d\" > 5)")]
    [InlineData("|eval(lambda: float(\"v\")).as('d')|where(lambda: \"d\" > 5.0 AND \"d\" > 5)")]
    [InlineData("|eval(lambda: string(\"v\")).as('s')|eval(lambda: float(\"s\")).as('s')|where(lambda: \"s\" > 5.0)")]
    [InlineData("|eval(lambda: string(\"v\")).as('s')|mean('s').as('s')|where(lambda: \"s\" > 5.0)")]
    [InlineData("|eval(lambda: string(\"v\")).as('s').keep('s', 'x')|derivative('x').as('s')|where(lambda: \"s\" > 5.0)")]
    [InlineData("|eval(lambda: if(\"v\" > 5, 'a', 'b')).as('s').tags('s')|where(lambda: \"s\" == 'a')")]
    public void Operators_that_may_work_are_not_spoken_of(string chain) => Finding.In(From + chain).Should().BeEmpty();

    [Theory]
    [InlineData("|eval(lambda: \"a\" + crit).as('b')|where(lambda: \"a\" > crit)", "TS3301 2:95: there is no field \"a\" here: eval keeps only its results")]
    [InlineData("|mean('v')|alert().crit(lambda: \"v\" > crit).log('/tmp/x')", "TS3301 2:79: there is no field \"v\" here: mean gives the field 'mean' only")]
    [InlineData("|mean('v')|alert().crit(lambda: \"mean\" > crit).message(text).id('{{ index .Tags \"room\" }}')", "TS3303 2:108: alert: there is no tag \"room\" here")]
    public void What_a_template_cannot_have_is_said_before_its_variables_have_values(string chain, string finding) =>
        Finding.In("var crit float var text = '' var groups list var f lambda\n" + From + chain, isTemplate: true)
            .Where(found => !found.StartsWith("TS1103", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().StartWith(finding);

    [Theory]
    [InlineData("var n float\nstream|from()|where(lambda: \"v\" > n AND \"v\" < 0.0)")]
    [InlineData("var n float\nvar m = n + 1.0\nstream|from()|where(lambda: \"v\" > m AND \"v\" < 1.0)")]
    [InlineData("var g list\nstream|from().groupBy(g)|mean('v')|alert().crit(lambda: \"mean\" > 1.0).id('{{ index .Tags \"room\" }}')")]
    [InlineData("var f lambda\nstream|from().where(f)|groupBy('host')|alert().crit(lambda: \"v\" > 1.0).id('{{ index .Tags \"room\" }}{{ index .Tags \"host\" }}')")]
    [InlineData("var w float\nvar c float\nstream|from()|alert().warn(lambda: \"v\" > w).crit(lambda: \"v\" > c)")]
    [InlineData("var k string\nstream|from()|mean('v').as(k)|where(lambda: \"x\" > 1.0)")]
    [InlineData("var k string\nstream|from()|mean('v')|alert().crit(lambda: \"mean\" > 1.0).levelField(k)|where(lambda: \"x\" == 'OK')")]
    [InlineData("var p duration\nstream|from()|window().period(p).every(p)|count('v')|where(lambda: \"count\" < 1)")]
    public void What_hangs_on_variables_without_values_is_not_judged(string script) =>
        Finding.In(script, isTemplate: true).Where(found => !found.StartsWith("TS3305", StringComparison.Ordinal) || !script.Contains("var f lambda", StringComparison.Ordinal)).Should().BeEmpty();

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
