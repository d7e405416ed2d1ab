using Tocsin.Alerting.Matching;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Matching;

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
    [InlineData("\"used\" > 95.0", true)]
    [InlineData("\"used\" > 98.0", false)]
    [InlineData("\"count\" == 3 AND \"up\" AND \"disk\" =~ /^sd/", true)]
    [InlineData("\"both\" == 'tag'", true)]
    [InlineData("\"time\" == 5", true)]
    [InlineData("isPresent(\"used\") AND \"host\" == 'a'", true)]
    [InlineData("isPresent(\"host\")", true)]
    [InlineData("isPresent(\"nope\")", false)]
    [InlineData("!isPresent(\"nope\")", true)]
    [InlineData("isPresent(\"nope\") AND \"nope\" == 'x'", false)]
    [InlineData("!isPresent(\"nope\") OR \"nope\" == 'x'", true)]
    [InlineData("isPresent(\"nothing\") AND \"nothing\" > 1.0", false)]
    [InlineData("level() == OK OR (isPresent(\"host\") AND \"host\" == 'a')", true)]
    [InlineData("if(\"host\" == 'a', level() == CRITICAL, FALSE)", true)]
    public void Expressions_look_at_the_event(string text, bool expected)
    {
        EventMatch.TryParse(text, out var match, out var error).Should().BeTrue(error);
        match!.TryEvaluate(Alert, out var isMatch, out error).Should().BeTrue(error);
        isMatch.Should().Be(expected);
    }

    [Theory]
    [InlineData("\"nope\" == 'x'", "nope")]
    [InlineData("isPresent(\"host\") AND \"nope\" == 'x'", "no tag or field exists for nope")]
    [InlineData("\"nope\" == 'x' AND isPresent(\"nope\")", "left reference value \"nope\" is missing value")]
    [InlineData("\"nothing\" > 1.0", "no tag or field exists for nothing")]
    [InlineData("\"disk\" > 95.0", "string")]
    public void Expressions_without_an_answer_say_why(string text, string why)
    {
        EventMatch.TryParse(text, out var match, out var error).Should().BeTrue(error);
        match!.TryEvaluate(Alert, out _, out error).Should().BeFalse();
        error.Should().Contain(why);
    }

    [Theory]
    [InlineData("hour(\"time\") < 8", "line 1 char 1: hour() reads a time, and \"time\" is a name like any other here, of a tag or a field: each evaluation that reaches the call fails (write hour(now()))")]
    [InlineData("level() == CRITICAL AND weekday(\"time\") == 0", "line 1 char 25: weekday() reads a time")]
    [InlineData("unixNano(\"used\") > 5", "unixNano() reads a time")]
    public void Times_of_an_event_are_warned_of(string text, string warning)
    {
        EventMatch.TryParse(text, out var match, out var error).Should().BeTrue(error);

        match!.Warning.Should().Contain(warning);
        EventMatch.TryParse("hour(now()) < 25", out match, out error).Should().BeTrue(error);
        match!.Warning.Should().BeEmpty();
    }

    [Theory]
    [InlineData("level() >= SEVERE", "SEVERE")]
    [InlineData("level()", "the expression gives an int, not TRUE or FALSE")]
    [InlineData("name()", "the expression gives a string, not TRUE or FALSE")]
    [InlineData("levl() == CRITICAL", "line 1 char 1: undefined function: \"levl\"; every evaluation that reaches the call will fail (did you mean \"level\"?)")]
    [InlineData("level('x') >= OK", "line 1 char 1: \"level\" takes ()")]
    [InlineData("\"host\" =~ 'web.*'", "line 1 char 11: the right side of =~ must be a regular expression")]
    [InlineData("name() =~ \"host\"", "line 1 char 11: the right side of =~ must be a regular expression")]
    [InlineData("level() >= warning", "warning")]
    [InlineData("level( >= WARNING", "line 1 char 8")]
    [InlineData("level() = CRITICAL", "(compare with ==; ")]
    [InlineData("level() >=", "line 1 char 11")]
    [InlineData("'a' > 1", "line 1 char")]
    [InlineData("lambda: level() >= OK", "line 1 char 1")]
    [InlineData("  ", "line 1 char 3")]
    public void Expressions_that_can_never_have_one_are_refused_with_the_place(string text, string part)
    {
        EventMatch.TryParse(text, out _, out var error).Should().BeFalse();
        error.Should().StartWith("invalid match expression: ").And.Contain(part);
    }

    [Theory]
    [InlineData("level() > CRITICAL")]
    [InlineData("CRITICAL < level() AND changed()")]
    [InlineData("level() == INFO AND level() == CRITICAL")]
    [InlineData("(level() < OK OR level() > CRITICAL) AND \"host\" == 'a'")]
    [InlineData("changed() AND !changed()")]
    [InlineData("changed() == TRUE AND changed() == FALSE AND level() >= WARNING")]
    [InlineData("\"used\" > 95.0 AND \"used\" < 90.0")]
    [InlineData("1 > 2")]
    public void Expressions_that_can_never_hold_are_warned_of(string text)
    {
        EventMatch.TryParse(text, out var match, out var error).Should().BeTrue(error);

        match!.Warning.Should().StartWith("invalid match expression: line 1 char 1: the expression can never hold, so that the handler gets no event: ");
    }

    [Theory]
    [InlineData("FALSE")]
    [InlineData("level() >= CRITICAL")]
    [InlineData("level() != OK AND changed()")]
    [InlineData("level() == INFO OR level() == CRITICAL")]
    [InlineData("!(level() == OK)")]
    [InlineData("level() > CRITICAL OR \"host\" == 'a'")]
    [InlineData("\"used\" > 90.0 AND \"used\" < 95.0")]
    [InlineData("duration() > 5s AND level() > INFO")]
    public void Expressions_that_may_hold_are_not(string text)
    {
        EventMatch.TryParse(text, out var match, out var error).Should().BeTrue(error);

        match!.Warning.Should().BeEmpty();
    }

    [Fact]
    public void Each_event_is_looked_at_anew()
    {
        EventMatch.TryParse("\"used\" > 95.0", out var match, out _).Should().BeTrue();
        match!.TryEvaluate(Alert, out var first, out _).Should().BeTrue();
        match.TryEvaluate(Alert with { Fields = new Dictionary<string, object?> { ["used"] = 5L } }, out var second, out _).Should().BeTrue();
        match.TryEvaluate(Alert with { Fields = new Dictionary<string, object?>() }, out _, out _).Should().BeFalse();

        (first, second).Should().Be((true, false));
        match.Counters.Should().Be(new MatchCounters("\"used\" > 95.0", 3, 1, "no tag or field exists for used") { Held = 1 });
    }

    [Fact]
    public void A_comparison_that_no_event_fits_is_warned_of()
    {
        EventMatch.TryParse("level() >= 'WARNING'", out var match, out var error).Should().BeTrue(error);

        match!.Warning.Should().StartWith("invalid match expression: line 1 char 1: mismatched type to binary operator. got int >= string");
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
        Tags = new Dictionary<string, string> { ["host"] = "a", ["both"] = "tag" },
        Fields = new Dictionary<string, object?>
        {
            ["used"] = 97.5, ["count"] = 3L, ["up"] = true, ["disk"] = "sda", ["both"] = "field", ["time"] = 5L, ["nothing"] = null,
        },
    };
}
