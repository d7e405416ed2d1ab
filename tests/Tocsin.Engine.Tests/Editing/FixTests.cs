using Tocsin.Dsl.Data;
using Tocsin.Dsl.Data.Schemas;
using Tocsin.Dsl.Editing;
using Tocsin.Dsl.Editing.Diagnosing;
using Tocsin.Dsl.Editing.Fixes;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Engine.Tests.Editing;

public sealed class FixTests
{
    private static readonly DataSchema Schema = new([new MeasurementSchema("cpu", ["host"], [new FieldSchema("usage", FieldType.Float)])]);

    /// <summary>A script for each code that editors can mend, and what stands in it then; false where the change is a guess.</summary>
    public static readonly TheoryData<string, string, string, bool> Mended = new()
    {
        { "TS0001", "stream|from()|where(lambda: \"a\" > 1 && \"b\" > 2)|log()", "\"a\" > 1 AND \"b\" > 2", true },
        { "TS0002", "stream|from().measurement(1.2.3)|log()", "measurement('1.2.3')", true },
        { "TS0003", "stream|from()|where(lambda: \"a > 1)|log()", "lambda: \"a\" > 1)", true },
        { "TS0004", "stream|from().measurement('cpu)\n|log()", "measurement('cpu')", true },
        { "TS0005", "stream|from()|where(lambda: \"a\" =~ /web)|log()", "=~ /web/)", true },
        { "TS0006", "var a = 08\nstream|from()|log()", "var a = 8", true },
        { "TS0007", "stream|from()|window().period(99999999999999999999h).every(1m)|log()", "period(15250w)", true },
        { "TS0008", "stream|from()|window().period(99999999h).every(1m)|log()", "period(15250w)", true },
        { "TS0009", "stream|from()|where(lambda: \"a\" =~ /web(/)|log()", "/web\\(/", false },
        { "TS0010", "stream|from()|where(lambda: \"a\" > 1\n    |log()", "\"a\" > 1)\n", true },
        { "TS0010", "stream|from()|where(lambda: \"a\" = 1)|log()", "\"a\" == 1", true },
        { "TS0010", "stream|from()|window().period(1h30m).every(1m)|log()", "period(90m)", true },
        { "TS0010", "stream|from()|alert)\n.log('/x')", "|alert()\n", true },
        { "TS0010", "stream|from()|where(lambda: \"a\" > 1 || \"b\" > 2)|log()", "\"a\" > 1 OR \"b\" > 2", true },
        { "TS0101", "stream|from()|log()\n'lost'\n", "|log()\n", true },
        { "TS0102", "var a = 1h30m\nstream|from()|log()", "var a = 90m", true },
        { "TS0103", "var a = // why\n    5\nstream|from()|log()", "// why\nvar a =", true },
        { "TS0104", "// one\n/ two\nstream|from()|log()", "\n// two", true },
        { "TS0105", "stream|from()|window().period(30501w).every(1m)|log()", "period(15250w)", true },
        { "TS1001", "strema|from()|log()", "stream|from()|log()", true },
        { "TS1003", "var a = stream\n", "|from()", true },
        { "TS1010", "var data = stream|from()\ndta|log()", "\ndata|log()", true },
        { "TS1010", "stream|from()|where(lambda: usage > 1)|log()", "lambda: \"usage\" > 1", true },
        { "TS1011", "var a = 5\nvar a = 6\nstream|from()|log()", "var a2 = 6", true },
        { "TS1012", "var a strin\nstream|from()|log()", "var a string", true },
        { "TS1020", "stream|from()|where(\"a\" > 1)|log()", "where(lambda: \"a\" > 1)", true },
        { "TS1021", "var a = -'x'\nstream|from()|log()", "var a = 'x'", true },
        { "TS1022", "var a = 1 + 2.0\nstream|from()|log()", "1.0 + 2.0", true },
        { "TS1023", "from()|log()\nstream|from()|log()", "stream|from()|log()", false },
        { "TS1024", "stream|from().groupBy(time('x'))|log()", "time(10s)", true },
        { "TS1050", "stream|from()|measurement('cpu')|log()", "from().measurement('cpu')", true },
        { "TS1051", "stream|from().measurment('cpu')|log()", ".measurement('cpu')", true },
        { "TS1053", "stream|log()", "stream|from()\n    |log()", true },
        { "TS1055", "var a = stream|from().measurment\nstream|from()|log()", "from().measurement\n", true },
        { "TS1056", "stream|from().where|log()", "where()", false },
        { "TS1057", "stream|from()|alert().crit|log()", ".crit()", false },
        { "TS1060", "stream|from()|deadman(1.0)|log()", "deadman(1.0, 10s)", true },
        { "TS1060", "stream|from().measurement('a', 'b')|log()", "measurement('a')", true },
        { "TS1061", "stream|from()|deadman(100, 10s).log('/x')", "deadman(100.0, 10s)", true },
        { "TS1061", "stream|from()|where('a')|log()", "where(lambda: \"a\")", true },
        { "TS1062", "stream|from().measurement(\"cpu\")|log()", "measurement('cpu')", true },
        { "TS1101", "stream|from()|log()\nnonsense\n", "|log()\n", true },
        { "TS1102", "stream|from()|log()\nstream|from().measurement\n", "|log()\nstream|from()\n", true },
        { "TS1103", "var unused = 5\nstream|from()|log()", "stream|from()|log()", true },
        { "TS1105", "stream|from()|alert().crit(lambda: TRUE).LOG('/x')", ".log('/x')", true },
        { "TS2001", "stream|from()|window().every(1m)|log()", ".period(10s)", true },
        { "TS3001", "stream|from()|where(lambda: 1 + 2.0 > 5.0)|log()", "1.0 + 2.0", true },
        { "TS3002", "stream|from()|where(lambda: isPresnt(\"a\"))|log()", "isPresent(\"a\")", true },
        { "TS3007", "stream|from()|where(lambda: pow(2) > 1.0)|log()", "2.0", true },
        { "TS3008", "stream|from()|where(lambda: 1 / 0 > 1)|log()", "1 / 1.0", false },
        { "TS3102", "stream|from()|alert().crit(lambda: TRUE).warnReset(lambda: TRUE).log('/x')", "crit(lambda: TRUE).log('/x')", true },
        { "TS3201", "stream|from()|changeDetect()|log()", "changeDetect('value')", true },
        { "TS3202", "stream|from()|log().level('WARNN')", "level('WARN')", true },
        { "TS3211", "stream|from()|window().period(1m).every(1m)|count('v')|alert().crit(lambda: \"count\" < 1).log('/x')", "|barrier().idle(10s)\n    |window()", true },
        { "TS3212", "stream|from()|stateDuration(lambda: \"up\" == FALSE)|alert().crit(lambda: \"state_duration\" > 10).log('/x')", "|barrier().idle(10s)\n    |stateDuration", true },
        { "TS3301", "stream|from()|eval(lambda: \"a\" + 1.0).as('b')|where(lambda: \"a\" > 1.0)|log()", ".keep()", true },
        { "TS3302", "stream|from()|eval(lambda: \"a\" + 1.0).as('b')|mean('a')|log()", ".keep()", true },
        { "TS3303", "stream|from()|window().period(1m).every(1m)|mean('a')|groupBy('host')|log()", "|groupBy('host')\n    |window()", true },
        { "TS3304", "stream|from()|eval(lambda: \"a\", lambda: \"b\").as('x', 'y').keep('x')|log()", ".keep()", true },
        { "TS3305", "stream|from()|alert().id('{{ index .Tags \"host\" }}').crit(lambda: TRUE).log('/x')", "|groupBy('host')\n    |alert()", true },
        { "TS3306", "stream|from()|alert().warn(lambda: \"a\" > 5.0).crit(lambda: \"a\" > 1.0).log('/x')", "alert().crit(", false },
        { "TS3308", "stream|from()|eval(lambda: float(\"a\")).as('b')|where(lambda: \"b\" > 'x')|log()", "string(\"b\") > 'x'", false },
        { "TS1070", "stream|from()|trickle()|log()", "|window().period(10s).every(10s)\n    |trickle()", true },
        { "TS3309", "stream|from()|where(lambda: \"h\" =~ 'web.*')|log()", "\"h\" =~ /web.*/", true },
        { "TS3310", "stream|from()|where(lambda: strLength(\"s\"))|log()", "strLength(\"s\") > 0", false },
        { "TS3511", "stream|from()|alert().crit(lambda: TRUE).topic('a b')", "topic('a-b')", true },
        { "TS3601", "batch|query('SELECT v FROM d.r.m').every(1m)|log()", ".period(5m)", true },
        { "TS3602", "batch|query('SELECT v FROM cpu').period(1m).every(1m)|log()", "FROM \"telegraf\".\"autogen\".\"cpu\"", true },
        { "TS3603", "batch|query('SELECT v FROM d.r.m GROUP BY host').period(1m).every(1m)|log()", "FROM d.r.m'", true },
        { "TS3605", "batch|query('SELECT v FROM d.r.m').period(1m).every(1m).fill('null')|log()", ".groupBy(time(1m))", true },
        { "TS3650", "stream|from()|influxDBOut().create()", ".database('name')", true },
        { "TS3660", "batch|query('SELECT v FROM d.r.m').period(1m).every(1m)|influxDBOut()", ".database('name')", true },
        { "TS3680", "stream|from().groupBy('host')|alert().id('x').crit(lambda: TRUE).log('/x')", "id('{{ .Name }}:{{ .Group }}')", true },
        { "TS3681", "stream|from()|alert().log('/x')", ".crit(lambda: \"value\" > 90.0)", true },
        { "TS3682", "stream|from().measurement('a')|from().measurement('b')|log()", "|from()|log()", true },
        { "TS3684", "stream|from()|eval(lambda: string(\"a\")).as('b')|mean('b')|log()", "|eval(lambda: float(\"b\")).as('b').keep()", false },
        { "TS3730", "batch|query('SELECT v FROM d.r.m').period(1m).cron('0 0 8 * * * 2001')|log()", "cron('0 0 8 * * *')", true },
        { "TS3731", "batch|query('SELECT v INTO x FROM d.r.m').period(1m).every(1m)|log()", "SELECT v FROM", true },
        { "TS3880", "stream|from()|alert().crit(lambda: TRUE).flapping(0.5, 0.25).log('/x')", "flapping(0.25, 0.5)", true },
        { "TS3961", "stream|from()|derivative('v').unit(0s)|log()", "unit(1s)", true },
        { "TS3962", "stream|from()|window().period(1m).every(1m)|percentile('v', 150.0)|log()", "percentile('v', 95.0)", true },
        { "TS3963", "stream|from()|window().period(1m).every(1m)|top(0, 'v')|log()", "top(3, 'v')", true },
        { "TS4000", "stream|from().measurement('cpuu')|log()", "measurement('cpu')", true },
        { "TS4001", "stream|from().measurement('cpu')|where(lambda: \"usge\" > 1.0)|log()", "\"usage\" > 1.0", true },
        { "TS4002", "stream|from().measurement('cpu')|where(lambda: \"host\" > 5)|log()", "float(\"host\") > 5", true },
        { "TS4003", "stream|from().measurement('cpu').groupBy('hst')|log()", "groupBy('host')", true },
    };

    [Theory]
    [MemberData(nameof(Mended))]
    public void The_first_fix_is_right(string code, string text, string expected, bool isLikely)
    {
        var script = Edited.Script(text, Schema);
        var mistake = ScriptDiagnosis.Of(script).FirstOrDefault(found => found.Code == code);
        mistake.Should().NotBeNull("{0} is found beside {1}", code, string.Join(", ", ScriptDiagnosis.Of(script).Select(found => found.Code)));
        var fix = ScriptFixes.For(script, mistake!).FirstOrDefault();
        fix.Should().NotBeNull("{0} has a fix: {1} ({2})", code, mistake!.Message, mistake.Hint);
        TextEdit.Apply(text, fix!.Edits).Should().Contain(expected);
        fix.IsPreferred.Should().Be(isLikely);
    }

    [Fact]
    public void Six_of_ten_codes_can_be_mended()
    {
        var codes = File.ReadLines(RepositoryFiles.PathOf("docs/diagnostics.md")).Count(line => line.StartsWith("| `TS", StringComparison.Ordinal));
        Mended.Select(row => row[0]).Distinct().Count().Should().BeGreaterThanOrEqualTo(codes * 6 / 10);
    }

    [Theory]
    [InlineData("stream|from().measurement('cpu')|where(lambda: \"host\" > 5)|log()", "TS4002")]
    [InlineData("stream|from().measurement('cpu')|eval(lambda: \"usage\" * 2.0).as('x')|where(lambda: \"x\" > 5.0)|log()", "")]
    [InlineData("stream|from().measurement('cpu')|mean('usge')|log()", "TS4001")]
    [InlineData("stream|from().measurement('cpu')|mean('usage')|where(lambda: \"mean\" > 1.0)|log()", "")]
    [InlineData("stream|from().measurement('cpu').groupBy('usage')|log()", "TS4003")]
    [InlineData("stream|from()|where(lambda: \"anything\" > 5)|log()", "")]
    public void Names_are_compared_with_the_data(string text, string code)
    {
        var found = ScriptDiagnosis.Of(Edited.Script(text, Schema)).Where(found => found.Code.StartsWith("TS40", StringComparison.Ordinal)).Select(found => found.Code);
        found.Should().BeEquivalentTo(code.Length > 0 ? [code] : Array.Empty<string>());
    }

    [Fact]
    public void Sides_of_a_join_without_a_common_tag_are_told()
    {
        var schema = new DataSchema([new MeasurementSchema("a", ["host"], []), new MeasurementSchema("b", ["rack"], [])]);
        var script = Edited.Script("var a = stream|from().measurement('a').groupBy(*)\nvar b = stream|from().measurement('b').groupBy(*)\na|join(b).as('a', 'b')|log()", schema);
        ScriptDiagnosis.Of(script).Should().ContainSingle(found => found.Code == "TS4004");
    }

    [Fact]
    public void Only_mistakes_in_the_span_are_fixed()
    {
        var script = Edited.Script("stream|from().measurment('cpu')|lg()");
        var found = ScriptDiagnosis.Of(script);
        ScriptFixes.At(script, new TextSpan(0, 3), found).Should().BeEmpty();
        ScriptFixes.At(script, new TextSpan(16, 0), found).Should().NotBeEmpty().And.OnlyContain(fix => fix.Diagnostic.Code == "TS1051");
    }
}
