using System.Buffers;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Storage;

public sealed class EventCodecTests
{
    private static readonly AlertEvent Full = new()
    {
        Topic = "system",
        Id = "cpu:host=ä",
        Level = AlertLevel.Warning,
        PreviousLevel = AlertLevel.Critical,
        Message = "m",
        Details = new string('d', 300),
        HasWrittenDetails = false,
        UnixNanoseconds = -1,
        DurationNanoseconds = long.MaxValue,
        Recoverable = false,
        Name = "cpu",
        TaskName = "t",
        Group = "host=ä",
        Tags = new Dictionary<string, string> { ["host"] = "ä", ["empty"] = "" },
        Fields = new Dictionary<string, object?> { ["f"] = double.NaN, ["i"] = long.MinValue, ["b"] = true, ["s"] = "\0x", ["n"] = null },
        Data = "{\"series\":[]}"u8.ToArray(),
        Links = [new AlertLink("runbook", "https://wiki.example/cpu"), new AlertLink("", "https://x.example/")],
        System = "pagerduty",
        Incidents = [new IncidentReference("victorops", "7"), new IncidentReference("rootly", "a-1", "https://rootly.example/a/1")],
        Activity = new AlertActivity
        {
            Kind = ActivityKind.Note,
            By = "dana",
            Text = "looking",
            System = "victorops",
            Incident = new IncidentReference("victorops", "14", "https://vo.example/14"),
            At = new DateTimeOffset(2026, 1, 1, 0, 1, 2, TimeSpan.Zero),
        },
        Members = [new AlertEvent { Topic = "system", Id = "a", Level = AlertLevel.Critical, UnixNanoseconds = 3 }, new AlertEvent { Topic = "system", Id = "b", Level = AlertLevel.Ok, UnixNanoseconds = 4 }],
    };

    [Fact]
    public void An_event_comes_back_as_it_was()
    {
        var read = EventCodec.Read(Bytes(Full));

        read.Should().BeEquivalentTo(Full, options => options.Excluding(alert => alert.Data).Excluding(alert => alert.Members));
        read.Members.Select(member => (member.Id, member.Level)).Should().Equal(("a", AlertLevel.Critical), ("b", AlertLevel.Ok));
        read.Data.ToArray().Should().Equal(Full.Data.ToArray());
    }

    [Fact]
    public void An_activity_without_an_incident_comes_back_without_one()
    {
        var alert = Full with { Links = [], Activity = new AlertActivity { Kind = ActivityKind.Acknowledged, At = DateTimeOffset.UnixEpoch } };

        EventCodec.Read(Bytes(alert)).Activity.Should().Be(alert.Activity);
    }

    [Fact]
    public void What_the_first_version_wrote_is_still_read()
    {
        var alert = Full with { Links = [], System = "", Activity = null, Incidents = [], Members = [] };
        var bytes = Bytes(alert)[..^5];
        bytes[0] = 1;

        var read = EventCodec.Read(bytes);

        read.Should().BeEquivalentTo(alert, options => options.Excluding(other => other.Data));
        read.Data.ToArray().Should().Equal(alert.Data.ToArray());
    }

    [Fact]
    public void What_the_second_version_wrote_is_still_read()
    {
        var alert = Full with { Incidents = [], Members = [] };
        var bytes = Bytes(alert)[..^2];
        bytes[0] = 2;

        EventCodec.Read(bytes).Should().BeEquivalentTo(alert, options => options.Excluding(other => other.Data));
    }

    [Fact]
    public void What_the_third_version_wrote_is_still_read()
    {
        var alert = Full with { Members = [] };
        var bytes = Bytes(alert)[..^1];
        bytes[0] = 3;

        EventCodec.Read(bytes).Should().BeEquivalentTo(alert, options => options.Excluding(other => other.Data));
    }

    [Fact]
    public void What_stands_behind_an_activity_comes_back_where_there_is_none()
    {
        var read = EventCodec.Read(Bytes(Full with { Activity = null }));

        read.Activity.Should().BeNull();
        read.Incidents.Should().Equal(Full.Incidents);
        read.Members.Should().HaveCount(2);
    }

    [Fact]
    public void Members_of_members_are_damage()
    {
        var bytes = Bytes(Full with { Members = [Full] });

        FluentActions.Invoking(() => EventCodec.Read(bytes)).Should().Throw<StoreException>();
    }

    [Fact]
    public void Each_member_of_an_event_is_written_so_that_none_gets_lost()
    {
        // What is added to an event must be added to what is stored of it, and to the full event above.
        var usual = new AlertEvent { Topic = "", Id = "", Level = AlertLevel.Ok, UnixNanoseconds = 0 };
        var members = typeof(AlertEvent).GetProperties().Where(member => member.CanWrite && member.Name != nameof(AlertEvent.IdempotencyKey)).ToList();

        members.Should().OnlyContain(member => !Equals(member.GetValue(Full), member.GetValue(usual)));
    }

    [Fact]
    public void Bytes_cut_off_anywhere_are_an_error_and_never_a_crash()
    {
        var bytes = Bytes(Full);
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes.AsMemory(0, length);
            FluentActions.Invoking(() => EventCodec.Read(cut)).Should().Throw<StoreException>();
        }
    }

    [Fact]
    public void A_version_that_is_not_known_is_named()
    {
        var bytes = Bytes(Full);
        bytes[0] = 9;

        FluentActions.Invoking(() => EventCodec.Read(bytes)).Should().Throw<StoreException>().WithMessage("*unknown version 9*");
    }

    private static byte[] Bytes(AlertEvent alert)
    {
        var writer = new ArrayBufferWriter<byte>();
        EventCodec.Write(writer, alert);
        return writer.WrittenSpan.ToArray();
    }
}
