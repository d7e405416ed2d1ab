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
    [InlineData("|where(lambda: \"host\" > 5)", "TS3308 1:62: mismatched type")]
    [InlineData("|alert().crit(lambda: \"host\" == 5).log('/tmp/x')", "TS3308")]
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
    [InlineData("|where(lambda: \"host\" =~ /web/ AND \"host\" > 'a')")]
    [InlineData("|eval(lambda: \"v\" * 2).as('host').keep()|where(lambda: \"host\" > 5)")]
    [InlineData("|where(lambda: \"room\" > 5)")]
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
    [InlineData("|mean('v')|where(lambda: \"mean\" > '90')", "TS3308 1:72: mismatched type to binary operator. got float > string.")]
    [InlineData("|count('v')|eval(lambda: \"count\" / 2.0).as('half')|log()", "TS3308 1:72: mismatched type to binary operator. got int / float.")]
    [InlineData("|eval(lambda: string(\"v\")).as('s')|last('s')|where(lambda: \"last\" > 5.0)", "TS3308 1:106: mismatched type to binary operator. got string > float.")]
    [InlineData("|stateCount(lambda: \"v\" > 1)|alert().crit(lambda: \"state_count\" == 'x').log('/tmp/x')", "TS3308 1:97: mismatched type to binary operator. got int == string.")]
    [InlineData("|sideload().source('file:///tmp').order('a.yml').field('limit', 'x')|where(lambda: \"v\" > 1.0 AND \"limit\" > 1.0)", "TS3308")]
    [InlineData("|alert().crit(lambda: TRUE).levelField('level').log('/tmp/x')|where(lambda: \"level\" == 3)", "TS3308")]
    [InlineData("|eval(lambda: string(\"v\")).as('s')|mean('s')|log()", "TS3684 1:82: mean: it takes numbers, and the field \"s\" is a string here: every point is an error")]
    [InlineData("|eval(lambda: \"v\" > 1).as('s')|derivative('s')|log()", "TS3684 1:78: derivative: it takes numbers, and the field \"s\" is a boolean here")]
    public void Operators_that_cannot_work_with_what_nodes_compute_are_said_with_their_place(string chain, string finding) =>
        Finding.In(From + chain).Should().ContainSingle().Which.Should().StartWith(finding);

    [Theory]
    [InlineData("|eval(lambda: string(\"v\")).as('s')|where(lambda: \"s\" == '5' AND \"s\" =~ /x/)")]
    [InlineData("|eval(lambda: \"v\" * 2.0).as('d')|where(lambda: \"d\" > 5)")]
    [InlineData("|eval(lambda: float(\"v\")).as('d')|where(lambda: \"d\" > 5.0 AND \"d\" > 5)")]
    [InlineData("|eval(lambda: string(\"v\")).as('s')|eval(lambda: float(\"s\")).as('s')|where(lambda: \"s\" > 5.0)")]
    [InlineData("|eval(lambda: string(\"v\")).as('s')|count('s').as('s')|where(lambda: \"s\" > 5.0)")]
    [InlineData("|eval(lambda: string(\"v\")).as('s').keep('s', 'x')|derivative('x').as('s')|where(lambda: \"s\" > 5.0)")]
    [InlineData("|default().field('s', 'x')|where(lambda: \"s\" > 5.0)")]
    [InlineData("|sum('v')|eval(lambda: \"sum\" / 2.0).as('half')|log()")]
    [InlineData("|max('v')|eval(lambda: \"max\" * 2).as('twice')|log()")]
    [InlineData("|eval(lambda: string(\"v\")).as('s')|distinct('s')|count('distinct')|where(lambda: \"count\" > 2)")]
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

    [Theory]
    [InlineData("SELECT mean(v) FROM d.r.m", "|where(lambda: \"v\" > 5)", "TS3301 1:77: there is no field \"v\" here: the query selects 'mean' only")]
    [InlineData("SELECT mean(v) AS used, v2 FROM d.r.m", "|log()", "TS3600")]
    [InlineData("SELECT max(v) AS used FROM d.r.m", "|where(lambda: \"max\" > 5)", "TS3301 1:84: there is no field \"max\" here: the query selects 'used' only")]
    [InlineData("SELECT a, b FROM d.r.m", "|mean('c')|log()", "TS3302 1:60: mean: there is no field \"c\" here: the query selects 'a', 'b' only")]
    [InlineData("SELECT a, b FROM d.r.m", "|where(lambda: \"host\" == 'x')", "TS3301 1:74: there is no field or tag \"host\" here: the query selects 'a', 'b' only")]
    [InlineData("SELECT mean(a) / mean(b) FROM d.r.m", "|where(lambda: \"mean\" > 1.0)", "TS3301 1:87: there is no field \"mean\" here: the query selects 'mean_mean' only")]
    [InlineData("SELECT count(v) FROM d.r.m", "|where(lambda: \"count\" > '5')", "TS3308 1:78: mismatched type to binary operator. got float > string.")]
    [InlineData("SELECT mean(v) FROM d.r.m", "|eval(lambda: \"mean\" * 2).as('twice')|log()", "TS3308 1:76: mismatched type to binary operator. got float * int.")]
    [InlineData("SELECT mean(v) FROM d.r.m", "|alert().crit(lambda: \"mean\" > 5).message('{{ index .Fields \"v\" }}').log('/tmp/x')", "TS3302 1:96: alert: there is no field \"v\" here: the query selects 'mean' only")]
    public void What_a_query_does_not_select_is_not_there(string query, string chain, string finding) =>
        Finding.In($"batch|query('{query}').every(1m).period(1m){chain}").Should().ContainSingle().Which.Should().StartWith(finding);

    [Theory]
    [InlineData("SELECT * FROM d.r.m", "|where(lambda: \"v\" > 5)")]
    [InlineData("SELECT mean(*) FROM d.r.m", "|where(lambda: \"mean_v\" > 5)")]
    [InlineData("SELECT /v/ FROM d.r.m", "|where(lambda: \"v1\" > 5)")]
    [InlineData("SELECT a, b AS c FROM d.r.m", "|where(lambda: \"a\" == 'x' AND \"c\" > 5)")]
    [InlineData("SELECT mean(a), mean(b) FROM d.r.m", "|where(lambda: \"mean\" > \"mean_1\")")]
    [InlineData("SELECT top(v, host, 3) FROM d.r.m", "|where(lambda: \"top\" > 1.0 AND \"host\" == 'a')")]
    [InlineData("SELECT first(v) FROM d.r.m", "|where(lambda: \"first\" == 'x')")]
    [InlineData("SELECT mean(v) FROM d.r.m", ".groupBy('host')|where(lambda: \"host\" == 'a' AND \"mean\" > 1)")]
    [InlineData("SELECT mean(v) FROM d.r.m", ".groupBy(*)|where(lambda: \"room\" == 'a')")]
    public void What_a_query_may_select_is_not_spoken_of(string query, string chain) =>
        Finding.In($"batch|query('{query}').every(1m).period(1m){chain}").Should().BeEmpty();

    [Theory]
    [InlineData("groupBy('host')", "groupBy()", "", "TS3683 3:3: join: 'x' is grouped by 'host' and 'y' by nothing: their points never meet")]
    [InlineData("groupBy('host')", "groupBy('host', 'cpu')", "", "TS3683 3:3: join: 'x' is grouped by 'host' and 'y' by 'cpu', 'host': their points never meet")]
    [InlineData("groupByMeasurement()", "groupByMeasurement()", "", "TS3683 3:3: join: 'x' and 'y' are grouped by measurement, 'a' and 'b': their points never meet")]
    [InlineData("groupBy('host')", "groupBy('cpu')", ".on('host')", "TS3683 3:24: join: on() joins by 'host', and 'y' is grouped by 'cpu': its points meet none of the others")]
    [InlineData("groupBy('host')", "groupBy('cpu', 'host')", ".on('host')", null)]
    [InlineData("groupBy('cpu', 'host')", "groupBy('host', 'cpu')", "", null)]
    [InlineData("groupBy('host')", "groupBy(*)", "", null)]
    public void Groups_that_never_meet_are_not_joined_in_silence(string left, string right, string on, string? finding)
    {
        var script = $"""
            var a = stream|from().measurement('a').{left}
            var b = stream|from().measurement('b').{right}
            a|join(b).as('x', 'y'){on}|log()
            """;

        var found = Finding.In(script);

        if (finding is null)
            found.Should().BeEmpty();
        else
            found.Should().ContainSingle().Which.Should().StartWith(finding);
    }

    [Fact]
    public void A_measurement_that_was_left_out_before_does_not_come() =>
        Finding.In("stream|from().measurement('a')|from().measurement('b')|log()").Should().ContainSingle()
            .Which.Should().StartWith("TS3682 1:39: from: all points that come here are of the measurement 'a': none of 'b' ever does");
}
