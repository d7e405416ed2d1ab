using Tocsin.Plugins.SnmpTrap;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.SnmpTrap;

public sealed class SnmpTrapHandlerTests : IDisposable
{
    private static readonly AlertEvent Alert = Events.Critical() with { Message = "m", Fields = new Dictionary<string, object?> { ["n"] = 7L, ["load"] = 2.6 } };

    private readonly KindRig _rig = new();
    private readonly TrapStand _stand = new();

    public void Dispose()
    {
        _stand.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task Trap_has_the_time_its_name_and_the_data_with_their_types()
    {
        var handler = Made("""
            {"trap-oid":".1.3.6.1.4.1.1","data-list":[
              {"oid":"1.3.6.1.4.1.1.5","type":"s","value":"{{ .Level }}"},
              {"oid":"1.3.6.1.4.1.1.6","type":"i","value":"-50"},
              {"oid":"1.3.6.1.4.1.1.7","type":"c","value":"{{ index .Fields \"n\" }}"},
              {"oid":"1.3.6.1.4.1.1.8","type":"t","value":"{{ index .Fields \"load\" }}"},
              {"oid":"1.3.6.1.4.1.1.9","type":"n"}]}
            """);

        (await handler.HandleAsync(Alert, default)).Outcome.Should().Be(DeliveryOutcome.Done);

        (await _stand.NextAsync()).Should().Be(
            """
            version 1 community public error 0 at 0
            1.3.6.1.2.1.1.3.0 TimeTicks 1000
            1.3.6.1.6.3.1.1.4.1.0 OID 1.3.6.1.4.1.1
            1.3.6.1.4.1.1.5 STRING CRITICAL
            1.3.6.1.4.1.1.6 INTEGER -50
            1.3.6.1.4.1.1.7 Counter64 7
            1.3.6.1.4.1.1.8 TimeTicks 3
            1.3.6.1.4.1.1.9 NULL

            """.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("i", "many", "SNMP: the trap of the alert 'cpu/a' can't be written: the value 'many' of 1.2.3 isn't a number, as its type 'i' requires")]
    [InlineData("i", "3000000000", "SNMP: the trap of the alert 'cpu/a' can't be written: the value 3000000000 of 1.2.3 is beyond its type 'i', which holds -2147483648 to 2147483647")]
    [InlineData("c", "-1", "SNMP: the trap of the alert 'cpu/a' can't be written: the value -1 of 1.2.3 is beyond its type 'c', which holds 0 to 9223372036854775807")]
    [InlineData("t", "", "SNMP: the trap of the alert 'cpu/a' can't be written: the value '' of 1.2.3 isn't a number, as its type 't' requires")]
    public async Task Value_that_is_not_of_its_type_is_refused(string type, string value, string reason)
    {
        var delivery = await Made($$"""{"trap-oid":"1.2","data-list":[{"oid":"1.2.3","type":"{{type}}","value":"{{value}}"}]}""").HandleAsync(Alert, default);

        (delivery.Outcome, delivery.Reason).Should().Be((DeliveryOutcome.Refused, reason));
    }

    [Fact]
    public async Task Name_of_a_receiver_is_found_and_one_that_is_not_there_is_tried_again()
    {
        (await _rig.Create(typeof(SnmpTrapHandler), $"snmptrap: {{enabled: true, addr: '{_stand.Address.Replace("127.0.0.1", "localhost")}'}}", """{"trap-oid":"1.2"}""")
            .HandleAsync(Alert, default)).Outcome.Should().Be(DeliveryOutcome.Done);
        (await _stand.NextAsync()).Should().StartWith("version 1 community kapacitor error 0 at 0\n");

        var delivery = await _rig.Create(typeof(SnmpTrapHandler), "snmptrap: {enabled: true, addr: 'no.such.host.invalid:162'}", """{"trap-oid":"1.2"}""").HandleAsync(Alert, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Retry);
        delivery.Reason.Should().StartWith("the trap could not be sent to no.such.host.invalid:162: ");
    }

    [Theory]
    [InlineData("""{"trap-oid":""}""", "option 'trap-oid': you must supply a trap Oid, such as 1.3.6.1.4.1.8072.9999.1")]
    [InlineData("""{"trap-oid":"1.x"}""", "option 'trap-oid': '1.x' isn't an object identifier: write numbers with dots between, such as 1.3.6.1.4.1.8072.9999.1")]
    [InlineData("""{"trap-oid":"1.2","data-list":[{"oid":"a","type":"z","value":"a"}]}""", "unsupported data type 'z' for data entry 'a': write c (counter), i (integer), n (null), s (string) or t (time ticks)")]
    public void Mistakes_are_refused_where_they_are_made(string options, string problem)
    {
        _rig.TryCreate(typeof(SnmpTrapHandler), "snmptrap: {}", options, out _, out var error).Should().BeFalse();

        error.Should().Contain(problem);
    }

    [Fact]
    public void Mistakes_in_settings_are_told() =>
        new SnmpTrapSettings { Enabled = true, Addr = "host", Retries = -1 }.Check().Select(problem => problem.Option).Should().Equal("addr", "retries");

    private IAlertHandler Made(string options) => _rig.Create(typeof(SnmpTrapHandler), $"snmptrap: {{enabled: true, addr: '{_stand.Address}', community: public}}", options);
}
