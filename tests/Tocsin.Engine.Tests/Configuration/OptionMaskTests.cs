using Tocsin.Alerting.Configuration.Secrets;

namespace Tocsin.Engine.Tests.Configuration;

/// <summary>A mask stands for the secret that was in its place, and for nothing anywhere else.</summary>
public sealed class OptionMaskTests
{
    private const string Stored = """{"url":"http://u:p@host/a?k=12345678","headers":{"A":"secret"},"alert-template":"text"}""";

    [Theory]
    [InlineData("""{"url":"http://host/","alert-template":"***"}""", "alert-template")]
    [InlineData("""{"url":"http://u:p@host/a?k=12345678","headers":{},"alert-template":"***"}""", "alert-template")]
    [InlineData("""{"url":"http://u:***@host/a"}""", "url")]
    [InlineData("""{"url":"http://u:***@elsewhere/evil?k=***"}""", "url")]
    [InlineData("""{"url":"http://host/a?x=1&k=***"}""", "url")]
    [InlineData("""{"url":"***"}""", "url")]
    [InlineData("""{"headers":{"B":"***"}}""", "headers.B")]
    public void A_mask_in_another_place_is_refused_with_the_option(string given, string option)
    {
        OptionMask.Restore(given, Stored, IsSecret, out var problem);
        problem.Should().StartWith($"option '{option}' is ").And.Contain("stands for a secret that is not shown");

        OptionMask.Restore(given, null, IsSecret, out problem);
        problem.Should().StartWith($"option '{option}' is ");
    }

    [Fact]
    public void What_was_shown_keeps_the_secrets()
    {
        OptionMask.TryMask(Stored, IsSecret, out var shown).Should().BeTrue();

        OptionMask.Restore(shown, Stored, IsSecret, out var problem).Should().Be(Stored);

        problem.Should().BeNull();
    }

    [Theory]
    [InlineData("""{"alert-template":"*** {{ .ID }} ***"}""")]
    [InlineData("""{"url":"http://host/***"}""")]
    public void Stars_in_a_text_are_no_mask(string given)
    {
        OptionMask.Restore(given, Stored, IsSecret, out var problem).Should().Be(given);

        problem.Should().BeNull();
    }

    private static bool IsSecret(string path) => path == "headers";
}
