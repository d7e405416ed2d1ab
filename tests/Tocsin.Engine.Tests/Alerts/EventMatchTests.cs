using Tocsin.Engine.Alerts;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Alerts;

public sealed class EventMatchTests
{
    [Theory]
    [InlineData("TRUE", true)]
    [InlineData("level() == CRITICAL", true)]
    [InlineData("level() == 3", true)]
    [InlineData("level() < INFO", false)]
    [InlineData("changed()", true)]
    [InlineData("changed() == TRUE AND level() >= WARNING", true)]
    [InlineData("!changed()", false)]
    [InlineData("name() == 'cpu'", true)]
    [InlineData("taskName() =~ /^t[0-9]$/", true)]
    [InlineData("duration() > 5s", true)]
    [InlineData("alertDuration() == 10s", true)]
    [InlineData("\"host\" == 'a'", true)]
    [InlineData("\"host\" =~ /^[b-z]$/", false)]
    [InlineData("strLength(\"host\") == 1", true)]
    [InlineData("isPresent(\"host\")", true)]
    [InlineData("if(\"host\" == 'a', level() == CRITICAL, FALSE)", true)]
    public void Expressions_look_at_the_event(string text, bool expected)
    {
        EventMatch.TryParse(text, out var match, out var error).Should().BeTrue(error);
        match!.TryEvaluate(Alert, out var isMatch, out error).Should().BeTrue(error);
        isMatch.Should().Be(expected);
    }

    [Theory]
    [InlineData("\"nope\" == 'x'", "nope")]
    [InlineData("isPresent(\"nope\")", "no tag exists for nope")]
    [InlineData("level()", "int")]
    [InlineData("severity() > OK", "severity")]
    [InlineData("level() >= 'WARNING'", "string")]
    [InlineData("level('x') >= OK", "level")]
    public void Expressions_without_an_answer_say_why(string text, string why)
    {
        EventMatch.TryParse(text, out var match, out var error).Should().BeTrue(error);
        match!.TryEvaluate(Alert, out _, out error).Should().BeFalse();
        error.Should().Contain(why);
    }

    [Theory]
    [InlineData("level() >= SEVERE", "SEVERE")]
    [InlineData("level() >= warning", "warning")]
    [InlineData("level( >= WARNING", "line 1 char 8")]
    [InlineData("level() >=", "line 1 char 11")]
    [InlineData("'a' > 1", "line 1 char")]
    [InlineData("lambda: level() >= OK", "line 1 char 1")]
    [InlineData("  ", "line 1 char 3")]
    public void Expressions_that_can_never_have_one_are_refused_with_the_place(string text, string part)
    {
        EventMatch.TryParse(text, out _, out var error).Should().BeFalse();
        error.Should().StartWith("invalid match expression: ").And.Contain(part);
    }

    private static readonly AlertEvent Alert = new()
    {
        Topic = "system",
        Id = "a",
        Level = AlertLevel.Critical,
        PreviousLevel = AlertLevel.Ok,
        UnixNanoseconds = 0,
        DurationNanoseconds = 10_000_000_000,
        Name = "cpu",
        TaskName = "t1",
        Tags = new Dictionary<string, string> { ["host"] = "a" },
    };
}
