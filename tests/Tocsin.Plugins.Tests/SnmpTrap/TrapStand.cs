using System.Formats.Asn1;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tocsin.Plugins.Tests.SnmpTrap;

/// <summary>Stands in for a receiver of traps, and reads what came.</summary>
internal sealed class TrapStand : IDisposable
{
    private static readonly Asn1Tag Trap = new(TagClass.ContextSpecific, 7, isConstructed: true);

    private readonly UdpClient _udp = new(new IPEndPoint(IPAddress.Loopback, 0));

    public string Address => $"127.0.0.1:{((IPEndPoint)_udp.Client.LocalEndPoint!).Port}"; // It is bound.

    /// <summary>The next trap, one line for the message and one for each binding: <c>oid tag value</c>.</summary>
    public async Task<string> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return Read((await _udp.ReceiveAsync(limit.Token)).Buffer);
    }

    /// <summary>All traps that are there.</summary>
    public async Task<string> AllAsync()
    {
        var all = new StringBuilder();
        while (_udp.Available > 0)
            all.Append(await NextAsync());
        return all.ToString();
    }

    public void Dispose() => _udp.Dispose();

    private static string Read(byte[] packet)
    {
        var message = new AsnReader(packet, AsnEncodingRules.BER).ReadSequence();
        var text = new StringBuilder($"version {message.ReadInteger()} community {Encoding.UTF8.GetString(message.ReadOctetString())}");
        var trap = message.ReadSequence(Trap);
        (trap.ReadInteger() > 0).Should().BeTrue("every request has a number");
        text.Append($" error {trap.ReadInteger()} at {trap.ReadInteger()}\n");
        for (var bindings = trap.ReadSequence(); bindings.HasData;)
        {
            var binding = bindings.ReadSequence();
            text.Append($"{binding.ReadObjectIdentifier()} {ValueOf(binding)}\n");
            binding.HasData.Should().BeFalse();
        }

        return text.ToString();
    }

    private static string ValueOf(AsnReader binding)
    {
        var tag = binding.PeekTag();
        return (tag.TagClass, tag.TagValue) switch
        {
            (TagClass.Application, 3) => $"TimeTicks {binding.ReadInteger(tag)}",
            (TagClass.Application, 6) => $"Counter64 {binding.ReadInteger(tag)}",
            (TagClass.Universal, (int)UniversalTagNumber.Integer) => $"INTEGER {binding.ReadInteger()}",
            (TagClass.Universal, (int)UniversalTagNumber.OctetString) => $"STRING {Encoding.UTF8.GetString(binding.ReadOctetString())}",
            (TagClass.Universal, (int)UniversalTagNumber.ObjectIdentifier) => $"OID {binding.ReadObjectIdentifier()}",
            _ => binding.ReadEncodedValue().Length == 2 ? "NULL" : "?",
        };
    }
}
