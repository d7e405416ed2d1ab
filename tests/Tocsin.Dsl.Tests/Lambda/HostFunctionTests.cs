using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Tests.Lambda;

public class HostFunctionTests
{
    private static readonly FunctionCatalog Functions = FunctionCatalog.Default.With(
        new FunctionDefinition("level", "The level.", Signature.OfHost<Subject, long>(subject => subject.Level)) { IsPure = false },
        new FunctionDefinition("duration", "The duration.", Signature.OfHost<Subject, Duration>(subject => subject.Duration)) { IsPure = false });

    [Theory]
    [InlineData("level() >= 2", true)]
    [InlineData("duration() >= 1m", true)]
    [InlineData("duration(2, 30s) == duration()", true)]
    [InlineData("\"host\" == 'a'", true)]
    [InlineData("isPresent(\"host\")", true)]
    [InlineData("isPresent(\"zone\")", false)]
    [InlineData("isPresent(\"zone\") AND \"zone\" == 'z1'", false)]
    [InlineData("\"time\" == 'noon'", true)]
    [InlineData("strToUpper(\"host\") == 'B'", false)]
    [InlineData("if(\"host\" == 'a', level() == 2, FALSE)", true)]
    public void Expression_asks_its_host_and_sees_tags(string expression, bool expected)
    {
        TryEvaluate(expression, new Subject(), out var value).Should().BeNull();

        value.Should().Be(expected);
    }

    [Theory]
    [InlineData("\"zone\" == 'z1'", "no tag or field exists for zone")]
    [InlineData("level() >= 0 OR \"zone\" == 'z1'", "no tag or field exists for zone")]
    [InlineData("level()", "TypeGuard: expression returned unexpected type int, expected boolean")]
    [InlineData("level('x') >= 0", "Cannot call function \"level\" with args (x: string), available signatures are [()].")]
    public void Expression_without_an_answer_says_why(string expression, string expected) =>
        TryEvaluate(expression, new Subject(), out _).Should().Be(expected);

    [Fact]
    public void Host_function_without_a_host_fails() =>
        TryEvaluate("level() > 0", null, out _).Should()
            .Be("error calling \"level\": it can only be used where there is an event to look at");

    private static string? TryEvaluate(string expression, Subject? subject, out bool value)
    {
        var compiled = new LambdaExpression(ExpressionRunner.Parse(expression))
            .Compile(Functions, new DiagnosticBag(), ExpressionRunner.Settings with { TagsFirst = true });
        compiled.Should().NotBeNull();
        var state = compiled!.CreateState();
        state.Host = subject;
        compiled.TryEvaluateBool(new TestRow { Tags = TagSet.From([new("host", "a"), new("time", "noon")]) }, state, out value, out var error);
        return error?.Text;
    }

    private sealed class Subject
    {
        public long Level => 2;

        public Duration Duration => Duration.FromSeconds(60);
    }
}
