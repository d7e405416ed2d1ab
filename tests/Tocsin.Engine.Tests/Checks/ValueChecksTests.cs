namespace Tocsin.Engine.Tests.Checks;

/// <summary>Values that the peer takes too, and that can never work, are told when their script is read.</summary>
public sealed class ValueChecksTests
{
    private const string Windows = "stream|from().measurement('m')|window().period(1m).every(1m)";

    [Theory]
    [InlineData("|derivative('v').unit(0s)", "TS3961 1:78: derivative: unit(0s): every rate is 0")]
    [InlineData("|derivative('v').unit(-1s)", "TS3961 1:78: derivative: unit(-1s): the sign of every rate is turned")]
    [InlineData("|stateDuration(lambda: TRUE).unit(0s)", "TS3961 1:90: stateDuration: unit(0s)")]
    [InlineData("|percentile('v', 150.0)", "TS3962 1:62: percentile: there is no point at 150 percent of the others")]
    [InlineData("|percentile('v', 0.0)", "TS3962 1:62: percentile: there is no point at 0 percent of the others: nothing comes of it")]
    [InlineData("|top(0, 'v')", "TS3963 1:62: top: top(0, …) lets no point through")]
    [InlineData("|bottom(0, 'v')", "TS3963 1:62: bottom: bottom(0, …) lets no point through")]
    [InlineData("|holtWinters('v', 0, 4, 1m)", "TS3963 1:62: holtWinters: 0 points to forecast: nothing comes of it")]
    [InlineData("|combine(lambda: TRUE).as('a').max(0)", "TS3964 1:92: combine: max(0)")]
    [InlineData("|sample(-10s)", "TS3965 1:62: sample: sample(-10s): a negative duration lets every point through")]
    public void What_can_never_work_is_warned_of(string node, string finding) => Finding.In(Windows + node).Should().ContainSingle().Which.Should().StartWith(finding);

    [Theory]
    [InlineData("|movingAverage('v', 0)", "TS2001 1:62: movingAverage: the mean of 0 numbers does not exist")]
    [InlineData("|elapsed('v', 0s)", "TS2001 1:62: elapsed: the unit must be positive, not 0s")]
    [InlineData("|sample(0)", "TS2001 1:62: sample: invalid sample rate 0")]
    [InlineData("|shift(0s)", "TS2001 1:62: shift:")]
    public void What_the_peer_cannot_start_either_is_refused(string node, string finding) => Finding.In(Windows + node).Should().ContainSingle().Which.Should().StartWith(finding);

    [Theory]
    [InlineData("|derivative('v').unit(1ms)")]
    [InlineData("|stateDuration(lambda: TRUE).unit(1m)")]
    [InlineData("|percentile('v', 100.0)")]
    [InlineData("|top(1, 'v')")]
    [InlineData("|holtWintersWithFit('v', 0, 4, 1m)")]
    [InlineData("|sample(-10)")]
    public void What_may_work_is_not_spoken_of(string node) => Finding.In(Windows + node).Should().BeEmpty();
}
