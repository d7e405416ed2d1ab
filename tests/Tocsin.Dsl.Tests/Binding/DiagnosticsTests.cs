namespace Tocsin.Dsl.Tests.Binding;

public class DiagnosticsTests
{
    [Theory]
    [InlineData("stream.[|from|]()", ".from on stream: from is a node")]
    [InlineData("stream|from()|[|measurement|]('m')", "|measurement on from: measurement is a property")]
    [InlineData("stream|from()@[|window|]()", "@window on from: window is a node")]
    [InlineData("stream|from()@[|measurement|]('m')|log()", "@measurement on from: measurement is a property")]
    [InlineData("stream|from()@[|mine|]()", "no user-defined function \"mine\" for from")]
    [InlineData("stream|[|FROM|]()", "no node or property \"FROM\" on stream")]
    [InlineData("stream|from().[|mesurement|]('m').channel('x')|log()", "no node or property \"mesurement\" on from")]
    [InlineData("stream|[|log|]()", "log cannot follow stream")]
    [InlineData("stream|from()|[|query|]('q')", "query cannot follow from")]
    [InlineData("stream|from()|loopback()|[|log|]()", "log cannot follow loopback")]
    [InlineData("stream|from()|[|noop|]()", "no node or property \"noop\" on from")]
    [InlineData("stream|from()|log()[|.nosuch|]", "log has no property nosuch")]
    [InlineData("stream|from()|window()[|.align|]", "the property align cannot be read")]
    [InlineData("stream|from().measurement|[|log|]()", "the string '' has no properties and no nodes follow it")]
    [InlineData("stream|from()|alert()[|.crit|]|log()", "the property crit has no value yet")]
    [InlineData("stream|from()[|.measurement|]", ".measurement without parentheses only reads the property, which does nothing here")]
    [InlineData("var x = 5 x.[|measurement|]('m') stream|from()|log()", "the int 5 has no properties and no nodes follow it")]
    public void Chains(string script, string message) => Scripts.ShouldSay(script, message);

    [Theory]
    [InlineData("stream|from()|[|percentile|]('x', 95)", "argument 2 of percentile must be a float, not the int 95")]
    [InlineData("stream|from()|window().[|period|](10)", "period must be a duration, not the int 10")]
    [InlineData("stream|from()|window().[|periodCount|](1.5)", "periodCount must be an int, not the float 1.5")]
    [InlineData("stream|from().[|measurement|](5)", "measurement must be a string, not the int 5")]
    [InlineData("stream|from().[|measurement|]()", "measurement takes 1 argument, but got 0")]
    [InlineData("stream|from().[|measurement|](['a', 'b'])", "measurement takes 1 argument, but got 2")]
    [InlineData("stream|from().[|measurement|](\"m\")|log()", "measurement cannot take the reference \"m\": double quotes name a field or tag, and only lambdas can read those")]
    [InlineData("stream|from().[|groupBy|](\"m\")|log()", "groupBy cannot take the reference \"m\": double quotes name a field or tag, and only lambdas can read those")]
    [InlineData("stream|from()|[|where|](TRUE)", "where must be a lambda, not TRUE")]
    [InlineData("stream|from()|[|where|]()", "where takes 1 argument, but got 0")]
    [InlineData("stream|from()|eval().[|as|](['a'], 'b')", "argument 1 of as must be a string, not a list")]
    [InlineData("stream|from()|window().[|align|](TRUE)", "align takes no arguments, but got 1")]
    [InlineData("stream|from()|alert().[|flapping|](0.1)", "flapping takes 2 arguments, but got 1")]
    [InlineData("stream|from()|alert().[|stateChangesOnly|](5)", "stateChangesOnly must be a duration, not the int 5")]
    [InlineData("stream|from()|[|sample|](1.0)", "sample: the rate must be an int or a duration")]
    [InlineData("stream|from().groupBy([|time|]('10s'))|log()", "time takes a duration and an optional second one")]
    [InlineData("var x = string(5) stream|from().[|measurement|](x)|log()", "measurement cannot take string, which is a function that was not called")]
    [InlineData("stream|from()|[|join|]('a')", "join must be a node, not the string 'a'")]
    [InlineData("stream|from()|where([|\"v\" > 5|])", "name \"v\" is undefined: fields and tags can only be read inside a lambda")]
    public void Arguments(string script, string message)
    {
        // The reference itself is what a computation marks.
        script = script.Replace("[|\"v\" > 5|]", "[|\"v\"|] > 5");
        Scripts.ShouldSay(script, message);
    }

    [Theory]
    [InlineData("var s = 'a' var t = [|-s|] stream|from().measurement(t)|log()", "invalid argument to '-': the string 'a'")]
    [InlineData("stream|from().measurement([|string|](5))|log()", "no global function \"string\" defined")]
    [InlineData("[|string|](5) stream|from()|log()", "no global function \"string\" defined")]
    [InlineData("var x = string(5) stream|from()|eval(lambda: [|x|])", "x is the function string, which cannot be used in a lambda")]
    [InlineData("var x = stream|from() x|where(lambda: [|x|] > 1)", "x is the node from, which cannot be used in a lambda")]
    [InlineData("stream|from()|where(lambda: \"v\" > [|limit|])", "name \"limit\" is undefined")]
    [InlineData("[|dta|]|log() stream|from()", "name \"dta\" is undefined")]
    [InlineData("var x = 1 var [|x|] = 2 stream|from()|sample(x)", "attempted to redefine x, vars are immutable")]
    [InlineData("var [|time|] = 2 stream|from()|log()", "attempted to redefine time, vars are immutable")]
    [InlineData("var [|stream|] = 2 stream|from()|log()", "attempted to redefine stream, vars are immutable")]
    [InlineData("var x [|integer|] stream|from()|sample(x)", "invalid var type \"integer\"")]
    [InlineData("var [|x|] int stream|from()|sample(x)", "missing value for var \"x\"")]
    [InlineData("var [|x|] = 5 stream|from()|log()", "nothing uses the variable x")]
    public void Names_and_values(string script, string message) => Scripts.ShouldSay(script, message);

    [Theory]
    [InlineData("stream|from()|window()|[|window|]()", "window takes points, but window provides batches")]
    [InlineData("var a = stream|from() a|[|join|](a|window())", "join cannot mix points of from with batches of window")]
    [InlineData("stream|from()|[|eval|](lambda: 1)", "eval: 1 expressions but 0 names")]
    [InlineData("stream|from() [|batch|]|query('q')", "invalid task type: the script uses both stream and batch")]
    [InlineData("stream|from()|alert().[|SLACKBOT|]().channel('a')", "SLACKBOT is usually written slackBot")]
    public void Pipelines(string script, string message) => Scripts.ShouldSay(script, message);

    [Theory]
    [InlineData("var x = stream", "task does nothing: no node follows its source")]
    [InlineData("var x = 5", "invalid task type: no chain of the script begins with stream or batch")]
    [InlineData("stream.quiet()", "task does nothing: no node follows its source")]
    public void Whole_scripts(string script, string message) =>
        Scripts.Bind(script).Diagnostics.Where(d => d.Severity == Dsl.Syntax.Severity.Error).Select(d => d.Message).Should().Equal(message);

    [Theory]
    [InlineData("stream|from().mesurement('m')", "did you mean .measurement(…)?")]
    [InlineData("stream|from()|windwo()", "did you mean |window(…)?")]
    [InlineData("stream.from()", "use the '|' operator: |from(…)")]
    [InlineData("stream|from()@window()", "use the '|' operator: |window(…); '@' is for functions, and none of this name is loaded")]
    [InlineData("stream|from()|percentile('x', 95)", "write 95.0")]
    [InlineData("stream|from()|where(lambda: \"b\" == true)", "write TRUE")]
    [InlineData("var data = stream|from() dta|log()", "did you mean data?")]
    public void Hints_show_the_way_out(string script, string hint) =>
        Scripts.Bind(script).Diagnostics.Should().ContainSingle(d => d.Severity == Dsl.Syntax.Severity.Error).Which.Hint.Should().Be(hint);

    [Fact]
    public void One_pass_finds_all_mistakes_and_repeats_none() => Scripts.ShouldSay(
        """
        var limit = [|nosuch|] + 1
        var data = stream
            |from()
                .[|mesurement|]('m')
                .groupBy('host')
            |window()
                .[|period|](10)
        data
            |where(lambda: "v" > limit)
            |log()
        data
            |[|percentil|]('x')
                .as('y')
        data.[|eval|](lambda: "v")
            .[|as|](5)
        """,
        "name \"nosuch\" is undefined",
        "no node or property \"mesurement\" on from",
        "period must be a duration, not the int 10",
        "no node or property \"percentil\" on window",
        ".eval on window: eval is a node",
        "as must be a string, not the int 5");
}
