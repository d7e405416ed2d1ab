using System.Diagnostics;
using System.Net.Sockets;
using Tocsin.EndToEnd.Senders;

namespace Tocsin.EndToEnd.Receivers;

/// <summary>The trap daemon of Net-SNMP, as it is installed, reads the traps of alerts.</summary>
public sealed class SnmptrapdTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();

    [ProgramFact("snmptrapd", "apt-get install --no-install-recommends snmptrapd")]
    public async Task Trap_of_an_alert_and_of_its_end_is_read_with_the_types_of_its_data()
    {
        using var receiver = await ReceiverProcess.StartAsync("NET-SNMP version", SocketType.Dgram, Snmptrapd);
        _folder.Write("tocsin.yaml", $"snmptrap: {{ enabled: true, addr: \"127.0.0.1:{receiver.Port}\", community: public }}\n");
        _folder.Write("load/tasks/cpu.tick", """
            dbrp "db"."rp"
            stream
                |from()
                    .measurement('cpu')
                |alert()
                    .id('cpu')
                    .crit(lambda: "idle" < 10)
                    .snmpTrap('1.3.6.1.4.1.8072.9999.1')
                        .data('1.3.6.1.4.1.8072.9999.2', 's', '{{ .Message }}')
                        .data('1.3.6.1.4.1.8072.9999.3', 'i', '{{ index .Fields "idle" }}')
                        .data('1.3.6.1.4.1.8072.9999.4', 'c', '18446744')
                        .data('1.3.6.1.4.1.8072.9999.5', 't', '200')
                        .data('1.3.6.1.4.1.8072.9999.6', 'n', '')
            """);
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--load", "load", "--config", "tocsin.yaml");

        await WriteAsync(server, "cpu idle=3i 1000000000");
        await Until.True(() => receiver.Said.Contains("TRAP", StringComparison.Ordinal));

        LastTrap(receiver).Should().Be(
            """
            TRAP .1.3.6.1.2.1.1.3.0 = Timeticks: (1000) 0:00:10.00
            .1.3.6.1.6.3.1.1.4.1.0 = OID: .1.3.6.1.4.1.8072.9999.1
            .1.3.6.1.4.1.8072.9999.2 = STRING: "cpu is CRITICAL"
            .1.3.6.1.4.1.8072.9999.3 = INTEGER: 3
            .1.3.6.1.4.1.8072.9999.4 = Counter64: 18446744
            .1.3.6.1.4.1.8072.9999.5 = Timeticks: (200) 0:00:02.00
            .1.3.6.1.4.1.8072.9999.6 = NULL
            """.ReplaceLineEndings("\n"));

        await WriteAsync(server, "cpu idle=50i 2000000000");
        await Until.True(() => receiver.Said.Contains("cpu is OK", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    private static string LastTrap(ReceiverProcess receiver) =>
        receiver.Said.Split('\n').Last(line => line.StartsWith("TRAP", StringComparison.Ordinal)).Trim().Replace("\t", "\n", StringComparison.Ordinal);

    private ProcessStartInfo Snmptrapd(int port)
    {
        _folder.Write("snmptrapd.conf", "disableAuthorization yes\n");
        var start = new ProcessStartInfo("snmptrapd")
        {
            WorkingDirectory = _folder.Path,
            ArgumentList = { "-f", "-Lo", "-On", "-n", "-m", "", "-C", "-c", _folder.Of("snmptrapd.conf"), "-F", "TRAP %v\n", $"udp:127.0.0.1:{port}" },
        };
        start.Environment["SNMP_PERSISTENT_DIR"] = _folder.Of("snmp");
        return start;
    }

    private async Task WriteAsync(TocsinProcess server, string line)
    {
        using var body = new StringContent(line);
        using var answer = await _http.PostAsync(new Uri($"{server.Url}/kapacitor/v1/write?db=db&rp=rp"), body);
        answer.IsSuccessStatusCode.Should().BeTrue("{0}", await answer.Content.ReadAsStringAsync());
    }
}
