using Tocsin.Dsl.Editing.Diagnosing;
using Tocsin.Dsl.Editing.Hovering;
using Tocsin.Dsl.Editing.Signatures;

namespace Tocsin.Engine.Tests.Editing;

public sealed class HoverTests
{
    [Theory]
    [InlineData("stream|fr‸om()", "|from()", "Chooses points of the stream")]
    [InlineData("stream|from().measure‸ment('cpu')", ".measurement(measurement string)", "Property of `from`")]
    [InlineData("stream|from()|alert().log('/x').mo‸de(0600)", ".mode(mode int)", "Property of `log`")]
    [InlineData("stream|from()|where(lambda: ab‸s(\"v\") > 1.0)", "abs(float) float", "absolute")]
    [InlineData("// the limit\nvar lim‸it = 5\nstream|from()|log()", "var limit = 5", "the limit")]
    [InlineData("stream|from()|where(lambda: \"us‸age\" > 1)", "\"usage\"", "No schema")]
    public void Says_what_stands_there(string text, string code, string words)
    {
        var (script, offset) = Edited.At(text);
        var hover = ScriptHover.At(script, offset, []);
        hover.Should().NotBeNull();
        hover!.Markdown.Should().Contain(code).And.Contain(words);
    }

    [Fact]
    public void A_mistake_comes_first()
    {
        var (script, offset) = Edited.At("stream|from().measuremen‸('cpu')|log()");
        ScriptHover.At(script, offset, ScriptDiagnosis.Of(script))!.Markdown.Should().StartWith("**TS1051** (error)");
    }

    [Fact]
    public void Nothing_is_said_between_names()
    {
        var (script, offset) = Edited.At("stream|from()\n‸\n|log()");
        ScriptHover.At(script, offset, []).Should().BeNull();
    }

    [Theory]
    [InlineData("stream|from()|where(‸", "|where(condition lambda)", 0)]
    [InlineData("stream|from()|deadman(1.0, ‸", "|deadman(threshold float, interval duration", 1)]
    [InlineData("stream|from()|where(lambda: strReplace(\"a\", ‸", "strReplace(string, string, string, int)", 1)]
    [InlineData("stream|from().groupBy('a', 'b', ‸", ".groupBy(dimensions value…)", 0)]
    public void A_call_shows_what_it_takes(string text, string label, int argument)
    {
        var (script, offset) = Edited.At(text);
        var hint = ScriptSignatures.At(script, offset);
        hint.Should().NotBeNull();
        hint!.Signatures[hint.Active].Label.Should().StartWith(label);
        hint.Argument.Should().Be(argument);
    }

    [Fact]
    public void Outside_calls_there_is_no_signature()
    {
        var (script, offset) = Edited.At("stream|from()‸");
        ScriptSignatures.At(script, offset).Should().BeNull();
    }
}
