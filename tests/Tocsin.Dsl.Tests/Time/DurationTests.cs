using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Tests.Time;

public class DurationTests
{
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(70_000_000_000, "1m10s")]
    [InlineData(90_250_000_000, "1m30.25s")]
    [InlineData(1_500_000, "1.5ms")]
    [InlineData(-3_600_000_000_000, "-1h0m0s")]
    public void Duration_prints_the_long_form(long nanoseconds, string expected) =>
        new Duration(nanoseconds).ToString().Should().Be(expected);
}
