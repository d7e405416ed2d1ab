using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Tests.Lambda;

public class MatchExpressionTests
{
    [Theory]
    [InlineData("changed()", true)]
    [InlineData("!changed()", false)]
    [InlineData("changed() == TRUE AND level() >= WARNING", true)]
    [InlineData("level() == CRITICAL", false)]
    [InlineData("level() > INFO AND level() != OK", true)]
    [InlineData("level() == 2", true)]
    [InlineData("name() == 'cpu' AND taskName() =~ /^task/", true)]
    [InlineData("\"host\" == 'a'", true)]
    [InlineData("isPresent(\"host\")", true)]
    [InlineData("\"time\" == 'noon'", true)]
    [InlineData("duration() >= 1m", true)]
    [InlineData("alertDuration() > 1m", false)]
    [InlineData("duration(2, 30s) == duration()", true)]
    [InlineData("strToUpper(\"host\") == 'B'", false)]
    [InlineData("if(\"host\" == 'a', level() == WARNING, FALSE)", true)]
    public void Match_answers_for_an_event(string text, bool expected)
    {
        Compile(text).TryMatch(new Event(), out var matches, out var error).Should().BeTrue(error?.Text);

        matches.Should().Be(expected);
    }

    [Theory]
    [InlineData("\"zone\" == 'z1'", "no tag exists for zone")]
    [InlineData("level() >= OK OR \"zone\" == 'z1'", "no tag exists for zone")]
    [InlineData("isPresent(\"zone\")", "no tag exists for zone")]
    [InlineData("level()", "TypeGuard: expression returned unexpected type int, expected boolean")]
    [InlineData("severity() > OK", "undefined function: \"severity\"")]
    [InlineData("level('x') >= OK", "Cannot call function \"level\" with args (x: string), available signatures are [()].")]
    [InlineData("level() >= 'WARNING'",
        "mismatched type to binary operator. got int >= string. see bool(), int(), float(), string(), duration()")]
    public void Match_fails_where_it_has_no_answer(string text, string expected)
    {
        Compile(text).TryMatch(new Event(), out var matches, out var error).Should().BeFalse();

        matches.Should().BeFalse();
        error!.Text.Should().Be(expected);
    }

    [Theory]
    [InlineData("level() >= SEVERE", "name \"SEVERE\" is undefined")]
    [InlineData("level() >= warning", "name \"warning\" is undefined")]
    [InlineData("'a' > 1", "mismatched type to binary operator. got string > int. see bool(), int(), float(), string(), duration()")]
    public void Match_that_can_never_work_is_refused(string text, string expected)
    {
        var diagnostics = new DiagnosticBag();

        MatchExpression.Compile(text, diagnostics).Should().BeNull();

        diagnostics.Should().ContainSingle().Which.Message.Should().Be(expected);
    }

    [Theory]
    [InlineData("level( >= WARNING")]
    [InlineData("level() >=")]
    [InlineData("lambda: level() >= OK")]
    [InlineData("  ")]
    [InlineData("")]
    public void Match_that_cannot_be_read_is_refused(string text)
    {
        var diagnostics = new DiagnosticBag();

        MatchExpression.Compile(text, diagnostics).Should().BeNull();

        diagnostics.HasErrors.Should().BeTrue();
    }

    [Fact]
    public void Match_counts_all_events_of_its_handler()
    {
        var match = Compile("count() > 2");

        var answers = Enumerable.Range(0, 4).Select(_ => match.TryMatch(new Event(), out var matches, out var _) && matches);

        answers.Should().Equal(false, false, true, true);
    }

    private static MatchExpression Compile(string text)
    {
        var diagnostics = new DiagnosticBag();
        return MatchExpression.Compile(text, diagnostics)
            ?? throw new InvalidOperationException(string.Join("; ", diagnostics.Select(d => d.Message)));
    }

    private sealed class Event : IMatchSubject
    {
        public bool Changed => true;

        public int Level => 2;

        public string Name => "cpu";

        public string TaskName => "task1";

        public Duration Duration => Duration.FromSeconds(60);

        public TagSet Tags { get; } = TagSet.From([new("host", "a"), new("time", "noon")]);
    }
}
