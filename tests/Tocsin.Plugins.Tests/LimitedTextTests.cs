using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests;

public sealed class LimitedTextTests
{
    [Fact]
    public void Text_within_the_limit_stays() => LimitedText.Cut("abc", 3).Should().Be("abc");

    [Fact]
    public void Longer_text_is_cut_with_an_ellipsis() => LimitedText.Cut("abcd", 3).Should().Be("ab…");

    [Fact]
    public void Cut_never_splits_a_surrogate_pair() => LimitedText.Cut("a🔔🔔", 3).Should().Be("a…");

    [Fact]
    public void Long_ids_that_differ_at_the_end_stay_different()
    {
        var (one, two) = (LimitedText.CutId(new string('x', 600) + "1", 512), LimitedText.CutId(new string('x', 600) + "2", 512));

        one.Should().HaveLength(512).And.NotBe(two);
    }
}
