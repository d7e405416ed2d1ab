using Tocsin.Dsl.Data;
using Tocsin.Dsl.Data.Schemas;
using Tocsin.Dsl.Editing.Completing;

namespace Tocsin.Engine.Tests.Editing;

public sealed class CompletionTests
{
    private static readonly DataSchema Schema = new(
    [
        new MeasurementSchema("cpu", ["host"], [new FieldSchema("usage_idle", FieldType.Float)]),
        new MeasurementSchema("mem", ["rack"], [new FieldSchema("used", FieldType.Integer)]),
    ]);

    [Theory]
    [InlineData("‸", "var stream batch")]
    [InlineData("st‸", "stream")]
    [InlineData("stream\n    |‸", "from")]
    [InlineData("stream|from()|al‸", "alert")]
    [InlineData("stream|from().mea‸", "measurement")]
    [InlineData("stream|from()|alert().cri‸", "crit")]
    [InlineData("stream|from()|alert().log('/x').mo‸", "mode")]
    [InlineData("stream|from()|deadman(1.0, 10s).me‸", "message")]
    [InlineData("var limit = 5\nstream|from()|where(lambda: \"v\" > lim‸)", "limit")]
    [InlineData("var data = stream|from()\ndat‸", "data")]
    [InlineData("var data = stream|from()\ndata|win‸", "window")]
    [InlineData("stream|from()|where(lambda: isPr‸", "isPresent")]
    [InlineData("stream|from()|where(‸", "lambda:")]
    [InlineData("var x du‸", "duration")]
    [InlineData("stream|from()|where(lambda: \"usage\" > 1 AND \"us‸\" < 5)", "usage")]
    [InlineData("stream\n    |from(\n    |ev‸", "eval")]
    [InlineData("stream|from()|eval(lambda: \"😀\" + 1)|al‸", "alert")]
    public void The_likeliest_come_first(string text, string expected)
    {
        var (script, offset) = Edited.At(text);
        ScriptCompletion.At(script, offset, out _).Take(3).Select(item => item.Label).Should().Contain(expected.Split(' '));
    }

    [Theory]
    [InlineData("// str‸")]
    [InlineData("stream|from() // .mea‸")]
    [InlineData("var ‸")]
    [InlineData("var x = 12‸")]
    public void Nothing_is_offered_where_nothing_fits(string text)
    {
        var (script, offset) = Edited.At(text);
        ScriptCompletion.At(script, offset, out _).Should().BeEmpty();
    }

    [Theory]
    [InlineData("stream|from().measurement('‸')", "cpu mem")]
    [InlineData("stream|from().measurement('c‸", "cpu")]
    [InlineData("stream|from().measurement('cpu')|where(lambda: \"‸\")", "usage_idle host")]
    [InlineData("stream|from().measurement('mem')|groupBy('‸')", "rack")]
    [InlineData("stream|from().measurement('mem')|mean('‸')", "used")]
    public void Names_of_the_data_are_offered(string text, string expected)
    {
        var (script, offset) = Edited.At(text, Schema);
        ScriptCompletion.At(script, offset, out _).Take(2).Select(item => item.Label).Should().Contain(expected.Split(' '));
    }

    [Fact]
    public void Properties_that_are_set_come_last()
    {
        var (script, offset) = Edited.At("stream|from()|alert().crit(lambda: TRUE).‸");
        ScriptCompletion.At(script, offset, out _).Select(item => item.Label).ToList().IndexOf("crit").Should().BeGreaterThan(10);
    }

    [Fact]
    public void A_call_that_is_there_keeps_its_arguments()
    {
        var (script, offset) = Edited.At("stream|from().mea‸('cpu')");
        var first = ScriptCompletion.At(script, offset, out _)[0];
        (first.Insert, first.IsSnippet).Should().Be(("measurement", false));
        script.Text[first.Replace.Start..first.Replace.End].Should().Be("mea");
    }

    [Fact]
    public void The_kind_of_data_decides_which_nodes_come_first()
    {
        var (script, offset) = Edited.At("batch|query('SELECT v FROM d.r.m').period(1m).every(1m)|‸");
        ScriptCompletion.At(script, offset, out _).Select(item => item.Label).Should().NotContain("from").And.Contain("alert");
    }
}
