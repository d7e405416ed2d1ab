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

    [Theory]
    [InlineData("TS0001", "stream|from()|where(lambda: \"a\" > 1 && \"b\" > 2)|log()", "\"a\" > 1 AND \"b\" > 2")]
    [InlineData("TS0003", "stream|from()|where(lambda: \"a > 1)|log()", "lambda: \"a\" > 1)")]
    [InlineData("TS0004", "stream|from().measurement('cpu)\n|log()", "measurement('cpu')")]
    [InlineData("TS0010", "stream|from()|where(lambda: \"a\" > 1\n    |log()", "\"a\" > 1)\n")]
    [InlineData("TS0010", "stream|from()|where(lambda: \"a\" = 1)|log()", "\"a\" == 1")]
    [InlineData("TS0010", "stream|from()|window().period(1h30m).every(1m)|log()", "period(90m)")]
    [InlineData("TS0010", "stream|from()|alert)\n.log('/x')", "|alert()\n")]
    [InlineData("TS0010", "stream|from()|where(lambda: \"a\" > 1 || \"b\" > 2)|log()", "\"a\" > 1 OR \"b\" > 2")]
    [InlineData("TS1001", "strema|from()|log()", "stream|from()|log()")]
    [InlineData("TS1010", "var data = stream|from()\ndta|log()", "\ndata|log()")]
    [InlineData("TS1010", "stream|from()|where(lambda: usage > 1)|log()", "lambda: \"usage\" > 1")]
    [InlineData("TS1011", "var a = 5\nvar a = 6\nstream|from()|log()", "var a2 = 6")]
    [InlineData("TS1012", "var a strin\nstream|from()|log()", "var a string")]
    [InlineData("TS1050", "stream|from()|measurement('cpu')|log()", "from().measurement('cpu')")]
    [InlineData("TS1051", "stream|from().measurment('cpu')|log()", ".measurement('cpu')")]
    [InlineData("TS1053", "stream|log()", "stream|from()\n    |log()")]
    [InlineData("TS1061", "stream|from()|deadman(100, 10s).log('/x')", "deadman(100.0, 10s)")]
    [InlineData("TS1061", "stream|from()|where('a')|log()", "where(lambda: \"a\")")]
    [InlineData("TS1062", "stream|from().measurement(\"cpu\")|log()", "measurement('cpu')")]
    [InlineData("TS1103", "var unused = 5\nstream|from()|log()", "stream|from()|log()")]
    [InlineData("TS3002", "stream|from()|where(lambda: isPresnt(\"a\"))|log()", "isPresent(\"a\")")]
    [InlineData("TS3202", "stream|from()|log().level('WARNN')", "level('WARN')")]
    [InlineData("TS3309", "stream|from()|where(lambda: \"h\" =~ 'web.*')|log()", "\"h\" =~ /web.*/")]
    [InlineData("TS4000", "stream|from().measurement('cpuu')|log()", "measurement('cpu')")]
    [InlineData("TS4001", "stream|from().measurement('cpu')|where(lambda: \"usge\" > 1.0)|log()", "\"usage\" > 1.0")]
    [InlineData("TS4003", "stream|from().measurement('cpu').groupBy('hst')|log()", "groupBy('host')")]
    public void The_first_fix_is_right(string code, string text, string expected)
    {
        var script = Edited.Script(text, Schema);
        var mistake = ScriptDiagnosis.Of(script).First(found => found.Code == code);
        var fix = ScriptFixes.For(script, mistake).FirstOrDefault();
        fix.Should().NotBeNull("{0} has a fix: {1} ({2})", code, mistake.Message, mistake.Hint);
        TextEdit.Apply(text, fix!.Edits).Should().Contain(expected);
        fix.IsPreferred.Should().BeTrue();
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
