using Tocsin.Plugins.VictorOps;

namespace Tocsin.Plugins.Tests.VictorOps;

public sealed class LimitsTests
{
    [Fact]
    public void Text_within_the_limit_stays() => Limits.Cut("abc", 3).Should().Be("abc");

    [Fact]
    public void Longer_text_is_cut_with_an_ellipsis() => Limits.Cut("abcd", 3).Should().Be("ab…");

    [Fact]
    public void Cut_never_splits_a_surrogate_pair() => Limits.Cut("a🔔🔔", 3).Should().Be("a…");

    [Fact]
    public void Long_ids_that_differ_at_the_end_stay_different()
    {
        var (one, two) = (Limits.CutId(new string('x', 600) + "1"), Limits.CutId(new string('x', 600) + "2"));

        one.Should().HaveLength(Limits.EntityId).And.NotBe(two);
    }
}
