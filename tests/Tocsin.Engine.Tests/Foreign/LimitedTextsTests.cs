using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Foreign;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Foreign;

/// <summary>What code of others says has a bound wherever it is shown or kept.</summary>
public sealed class LimitedTextsTests
{
    private readonly FakeTime _time = new();
    private readonly List<string> _lines = [];

    [Fact]
    public void A_reason_without_end_is_cut_before_it_is_kept()
    {
        var result = Delivery.Retry(new string('y', 20_000_000));
        var tally = new DeliveryTally();
        var owed = new OwedDelivery(1, 1, 0, new AlertEvent { Topic = "t", Id = "a", Level = AlertLevel.Critical, Message = "m", UnixNanoseconds = 1 });

        tally.Fail(owed, result);

        result.Reason!.Length.Should().Be(65_536);
        (Delivery.Done with { Reply = new string('y', 20_000_000) }).Reply!.Length.Should().Be(65_536);
        tally.LastError.Length.Should().Be(ShownText.LongestReason);
        owed.LastError.Length.Should().Be(ShownText.LongestReason);
    }

    [Fact]
    public void Lines_are_cut_and_show_no_secret_not_even_a_part_of_one()
    {
        var log = new LimitedLog(new SecretTexts("hunter2-hunter2"), _time);

        log.Write(new string('y', LimitedLog.LongestLine - 5) + "hunter2-hunter2" + new string('y', 10_000_000), _lines.Add);

        _lines.Should().ContainSingle().Which.Should().HaveLength(LimitedLog.LongestLine).And.EndWith("***y\u2026");
    }

    [Fact]
    public void Lines_over_the_limit_of_a_minute_are_counted_and_told_with_the_next()
    {
        var log = new LimitedLog(new SecretTexts(), _time);
        for (var i = 0; i < LimitedLog.MostLines + 234; i++)
            log.Write($"line {i}", _lines.Add);
        _lines.Should().HaveCount(LimitedLog.MostLines + 1);
        _lines[^1].Should().Be("reached 1000 lines in a minute: further lines are dropped and counted");

        _time.Advance(TimeSpan.FromMinutes(1));
        log.Write("again", _lines.Add);
        log.Write("and again", _lines.Add);

        _lines[^3..].Should().Equal("234 lines were left out: 1000 a minute are logged", "again", "and again");
    }
}
