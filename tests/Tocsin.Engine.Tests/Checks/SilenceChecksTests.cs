namespace Tocsin.Engine.Tests.Checks;

/// <summary>A script that wants to know that no data comes, and never will, is told what it needs.</summary>
public sealed class SilenceChecksTests
{
    private const string From = "stream|from().measurement('m').groupBy('h')";

    [Theory]
    [InlineData("|window().period(1m).every(1m)|count('v')|alert().crit(lambda: \"count\" < 1)", "TS3211 1:94: alert: the condition of crit holds for a window without a point only")]
    [InlineData("|window().period(1m).every(10s)|count('v').as('n')|alert().warn(lambda: \"n\" <= 0 AND TRUE)", "TS3211 1:103")]
    [InlineData("|window().period(1m).every(1m)|count('v')|eval(lambda: \"count\" * 2).as('x').keep()|alert().crit(lambda: \"count\" == 0)", "TS3211")]
    [InlineData("|window().periodCount(5).everyCount(5)|count('v')|where(lambda: \"count\" == 0)", "TS3211 1:94: where: the condition holds for a window without a point only")]
    [InlineData("|stateDuration(lambda: \"closed\" == FALSE).as('open_for')|alert().info(lambda: \"open_for\" > 3)", "TS3212 1:109: alert: the condition of info asks how long a state lasts (\"open_for\")")]
    [InlineData("|stateDuration(lambda: \"up\" AND !\"idle\" AND \"job\" =~ /a/)|where(lambda: \"state_duration\" >= 3)", "TS3212")]
    public void What_never_comes_is_said(string chain, string finding) =>
        Finding.In(From + chain).Should().ContainSingle().Which.Should().StartWith(finding);

    [Theory]
    [InlineData("|barrier().idle(10s)|window().period(1m).every(1m)|count('v')|alert().crit(lambda: \"count\" < 1)")]
    [InlineData("|window().period(1m).every(1m)|count('v')|alert().crit(lambda: \"count\" < 5)")]
    [InlineData("|window().period(1m).every(1m)|count('v')|alert().crit(lambda: \"count\" < 1 OR \"count\" > 9)")]
    [InlineData("|window().period(1m).every(1m)|where(lambda: \"v\" > 1)|count('v')|alert().crit(lambda: \"count\" < 1)")]
    [InlineData("|window().period(1m).every(5m)|count('v')|alert().crit(lambda: \"count\" < 1)")]
    [InlineData("|stats(10s)|window().period(1m).every(1m)|count('emitted')|alert().crit(lambda: \"count\" < 1)")]
    [InlineData("|barrier().idle(1s)|stateDuration(lambda: \"closed\" == FALSE)|alert().info(lambda: \"state_duration\" > 3)")]
    [InlineData("|stateDuration(lambda: \"usage\" > 90.0)|alert().info(lambda: \"state_duration\" > 3)")]
    [InlineData("|stateDuration(lambda: \"closed\" == FALSE)|alert().info(lambda: \"state_duration\" < 0)")]
    [InlineData("|window().period(1m).every(1m)|stateDuration(lambda: \"closed\" == FALSE)|alert().info(lambda: \"state_duration\" > 3)")]
    public void What_may_come_is_not_spoken_of(string chain) => Finding.In(From + chain).Should().BeEmpty();
}
