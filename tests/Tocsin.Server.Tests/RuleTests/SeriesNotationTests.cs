using Tocsin.Server.RuleTests.Files;

namespace Tocsin.Server.Tests.RuleTests;

public sealed class SeriesNotationTests
{
    [Theory]
    [InlineData("cpu value=50+10x2 every 10s", "0s cpu value=50", "10s cpu value=60", "20s cpu value=70")]
    [InlineData("cpu value=5x1 every 1m", "0s cpu value=5", "60s cpu value=5")]
    [InlineData("cpu,host=a value=10-4.5x2 every 1s", "0s cpu,host=a value=10.0", "1s cpu,host=a value=5.5", "2s cpu,host=a value=1.0")]
    [InlineData("cpu n=3i+2x1,f=-1x1 every 500ms", "0s cpu n=3i,f=-1", "0.5s cpu n=5i,f=-1")]
    [InlineData("cpu,size=2x3 value=1x1 every 1s", "0s cpu,size=2x3 value=1", "1s cpu,size=2x3 value=1")]
    [InlineData("a\\ b,size=2x3 value=1x1 every 1s", "0s a\\ b,size=2x3 value=1", "1s a\\ b,size=2x3 value=1")]
    [InlineData("cpu value=7x0 every 10s", "0s cpu value=7")]
    [InlineData("cpu value=1x1,note=\"5x3\" every 10s", "0s cpu value=1,note=\"5x3\"", "10s cpu value=1,note=\"5x3\"")]
    public void A_run_stands_for_its_points(string text, params string[] expected)
    {
        SeriesNotation.TryExpand(text, out var points, out var error).Should().BeTrue(error);

        points.Select(point => FormattableString.Invariant($"{point.After.TotalSeconds}s {point.Line}")).Should().Equal(expected);
    }

    [Theory]
    [InlineData("cpu value=50+10x2", "does not say how far its points are apart: end it with 'every 10s'")]
    [InlineData("cpu value=50+10x2 every soon", "does not say how far its points are apart")]
    [InlineData("cpu value=50+10x2 every 0s", "does not say how far its points are apart")]
    [InlineData("cpu value=50+10x2 every -5s", "does not say how far its points are apart")]
    [InlineData("cpu value=50 every 10s", "has no field with a run of values such as 50+10x5")]
    [InlineData("cpu a=1x2,b=1x3 every 10s", "have runs of different lengths")]
    [InlineData("cpu value=1x1000000 every 1s", "stands for more than 1000000 points")]
    [InlineData("", "does not say how far its points are apart")]
    public void What_is_no_run_is_refused_with_the_way_out(string text, string said)
    {
        SeriesNotation.TryExpand(text, out var points, out var error).Should().BeFalse();

        error.Should().Contain(said);
        points.Should().BeEmpty();
    }
}
